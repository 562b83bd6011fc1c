// Definitions that have failed are live again when they have been evaluated for everybody of whom they failed.
// Params: space
// Returns: nothing
// Index: Definition.space
MATCH (definition:Definition {space: $space})
WHERE definition.status = 'FAILED' AND definition.enabled = true AND coalesce(definition.computed, 0) >= definition.version
  AND NOT EXISTS { ()-[due:DUE]->(definition) WHERE due.failed }
SET definition.status = 'LIVE', definition.error = null
