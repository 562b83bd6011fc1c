// Definitions of which not everybody has results of their present version yet.
// Params: space
// Returns: id, version
// Index: Definition.space
MATCH (definition:Definition {space: $space})
WHERE definition.enabled = true AND coalesce(definition.computed, 0) < definition.version
RETURN definition.id AS id, definition.version AS version
ORDER BY id
