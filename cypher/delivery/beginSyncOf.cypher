// Begins to tell the destinations of a space of everybody, for one definition: it is computed for the first time. Those that are to be told of
// changes alone are not. Holds the outbox until the commit.
// Params: space, definition (id)
// Returns: nothing
// Index: Outbox.space, Definition.key, Destination(space, id), Sync.key
MATCH (outbox:Outbox {space: $space})
SET outbox.openedBy = $definition
WITH outbox
MATCH (definition:Definition {key: $space + '/' + $definition})
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > '' AND destination.enabled AND destination.muted IS NULL AND destination.everybody
  AND destination.kind <> 'files' AND (coalesce(definition.level, '') <> 'ACCOUNTS' OR destination.accounts <> 'none')
WITH destination, definition, CASE WHEN definition:Audience THEN destination.audiences ELSE destination.traits END AS wanted
WHERE (definition.trait IN wanted OR '*' IN wanted) AND NOT definition.trait IN coalesce(destination.leftOut, [])
MERGE (sync:Sync {key: destination.id + '/' + definition.id})
SET sync.space = $space, sync.destination = destination.id, sync.definition = definition.id, sync.trait = definition.trait,
    sync.kind = CASE WHEN definition:Audience AND definition.level = 'ACCOUNTS' AND destination.accounts = 'members' THEN 'spread'
      WHEN definition:Audience THEN 'members' WHEN definition.level = 'ACCOUNTS' THEN 'accounts' ELSE 'values' END,
    sync.anew = coalesce(sync.running AND sync.anew, false), sync.running = true, sync.after = '', sync.found = 0,
    sync.startedAt = datetime(), sync.endedAt = null
