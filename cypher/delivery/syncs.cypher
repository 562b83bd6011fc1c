// The first syncs of a destination that go on.
// Params: destination (id)
// Returns: key, audience (whether it is of an audience, or a computed trait)
// Index: Sync.destination
MATCH (sync:Sync {destination: $destination})
WHERE sync.running
RETURN sync.key AS key, sync.audience AS audience
ORDER BY key
