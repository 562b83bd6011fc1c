// Creates a source. The caller holds the lock of the space's sources.
// Params: key ('<space>/<id>'), properties {space, id, name, kind, enabled, settings (JSON), secrets (JSON, encrypted), pausedBecause,
//         version, createdAt, createdBy, updatedAt, updatedBy}
// Returns: nothing
// Index: Source.key (for uniqueness)
CREATE (source:Source {key: $key})
SET source += $properties
