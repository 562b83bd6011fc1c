// Begins to take back from each destination of a space what it was told of a definition that is no more.
// Params: space, definition (id)
// Returns: nothing
// Index: Destination(space, id), Sync.key
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > ''
MERGE (sync:Sync {key: destination.id + '/' + $definition + '/'})
SET sync.space = $space, sync.destination = destination.id, sync.kind = 'told', sync.running = true, sync.after = '', sync.found = 0,
    sync.startedAt = datetime(), sync.endedAt = null
