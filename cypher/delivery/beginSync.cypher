// Begins to tell a destination of everybody, for each definition that it is sent and that was computed for everybody once.
// Params: space, destination (id), anew (whether those are looked at, too, of whom it was told: it wants other external IDs)
// Returns: nothing
// Index: Definition.space, Destination(space, id), Sync.key
MATCH (destination:Destination {space: $space, id: $destination})
MATCH (definition:Definition {space: $space})
WHERE definition.enabled = true AND (definition.liveSince IS NOT NULL OR coalesce(definition.computed, 0) > 0)
  AND (coalesce(definition.level, '') <> 'ACCOUNTS' OR destination.accounts <> 'none')
WITH destination, definition, CASE WHEN definition:Audience THEN destination.audiences ELSE destination.traits END AS wanted
WHERE (definition.trait IN wanted OR '*' IN wanted) AND NOT definition.trait IN coalesce(destination.leftOut, [])
MERGE (sync:Sync {key: destination.id + '/' + definition.id})
SET sync.space = $space, sync.destination = destination.id, sync.definition = definition.id, sync.trait = definition.trait,
    sync.kind = CASE WHEN definition:Audience AND definition.level = 'ACCOUNTS' AND destination.accounts = 'members' THEN 'spread'
      WHEN definition:Audience THEN 'members' WHEN definition.level = 'ACCOUNTS' THEN 'accounts' ELSE 'values' END,
    sync.anew = $anew, sync.running = true, sync.after = '', sync.found = 0, sync.startedAt = datetime(), sync.endedAt = null
