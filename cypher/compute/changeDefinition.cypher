// Changes a definition; its version too, where something else is to be evaluated from now on.
// Params: key, properties (only those that change), renew (true to raise the version)
// Returns: nothing
// Index: Definition.key
MATCH (definition:Definition {key: $key})
SET definition += $properties,
    definition.version = definition.version + CASE WHEN $renew THEN 1 ELSE 0 END
