// Notes that definitions cannot be evaluated as they stand, once. When they can be again, everybody is looked at anew.
// Params: rows [{key, error}]
// Returns: nothing
// Index: Definition.key
UNWIND $rows AS row
MATCH (definition:Definition {key: row.key})
WHERE definition.enabled = true AND (definition.status <> 'FAILED' OR definition.error IS NULL OR definition.error <> row.error)
SET definition.status = 'FAILED', definition.error = row.error, definition.computed = 0
