// Begins to look through what a destination was told, and to take back what does not hold any more, or is not sent to it any more.
// Params: space, destination (id)
// Returns: nothing
// Index: Destination(space, id), Sync.key
MATCH (destination:Destination {space: $space, id: $destination})
MERGE (sync:Sync {key: destination.id + '/'})
SET sync.space = $space, sync.destination = destination.id, sync.kind = 'told', sync.running = true, sync.after = '', sync.found = 0,
    sync.startedAt = datetime(), sync.endedAt = null
