// Has everybody looked at anew for some definitions, as they stand.
// Params: keys
// Returns: nothing
// Index: Definition.key
UNWIND $keys AS key
MATCH (definition:Definition {key: key})
SET definition.computed = 0, definition.status = CASE WHEN definition.enabled = true THEN 'PREPARING' ELSE definition.status END
