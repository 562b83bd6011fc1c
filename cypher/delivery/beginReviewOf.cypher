// Begins to take back from each destination of a space what it was told of a definition that is no more. Holds the outbox until the commit:
// what a refresh has found of the definition is noted before it, and then not sent any more, or not at all.
// Params: space, definition (id)
// Returns: nothing
// Index: Outbox.space, Destination(space, id), Sync.key
MATCH (outbox:Outbox {space: $space})
SET outbox.openedBy = $definition
WITH outbox
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > ''
MERGE (sync:Sync {key: destination.id + '/' + $definition + '/'})
SET sync.space = $space, sync.destination = destination.id, sync.kind = 'told', sync.running = true, sync.after = '', sync.found = 0,
    sync.startedAt = datetime(), sync.endedAt = null
