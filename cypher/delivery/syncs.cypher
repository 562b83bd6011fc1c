// The syncs of a destination that go on. What it was told is looked through last: what is sent before that need not be taken back.
// Params: destination (id)
// Returns: key, kind (members: of an audience; values: of a computed trait; told: of what it was told)
// Index: Sync.destination
MATCH (sync:Sync {destination: $destination})
WHERE sync.running
RETURN sync.key AS key, sync.kind AS kind
ORDER BY kind, key
