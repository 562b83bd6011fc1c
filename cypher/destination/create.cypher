// Creates a destination. The caller holds the lock of the space's destinations.
// Params: key ('<space>/<id>'), properties {space, id, name, kind, enabled, settings and options (JSON), secrets (JSON, encrypted),
//         pausedBecause, version, createdAt, createdBy, updatedAt, updatedBy}
// Returns: nothing
// Index: Destination.key (for uniqueness)
CREATE (destination:Destination {key: $key})
SET destination += $properties
