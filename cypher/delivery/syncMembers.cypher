// A page of a sync: notes those for a destination who are in an audience, and of whom nothing waits. The caller holds the outbox, so that
// what changes meanwhile is noted after it.
// Params: key (of the Sync), limit
// Returns: looked (how many members), found (how many of them are to be told)
// Index: Sync.key, Outbox.space, IN(audience, id), Delivery(destination, owner), Told.key, Backlog.destination
MATCH (sync:Sync {key: $key})
MATCH (outbox:Outbox {space: sync.space})
CALL (sync) {
  MATCH (owner)-[inside:IN]->()
  WHERE inside.audience = sync.space + '/' + sync.definition AND inside.id > sync.after AND NOT owner:Child
  WITH inside ORDER BY inside.audience, inside.id LIMIT $limit
  RETURN collect([inside.id, inside.since]) AS page
}
WITH sync, outbox, page, [member IN page WHERE (sync.anew
      OR NOT EXISTS { MATCH (:Told {key: sync.destination + '/' + sync.definition + '/' + member[0]}) })
  AND NOT EXISTS {
    MATCH (waiting:Delivery)
    USING INDEX SEEK waiting:Delivery(destination, owner, due)
    WHERE waiting.destination = sync.destination AND waiting.owner = member[0] AND waiting.definition = sync.definition
      AND waiting.due IS NOT NULL
  } | member] AS found
FOREACH (i IN range(0, size(found) - 1) |
  CREATE (:Delivery {key: sync.destination + '/' + (outbox.place + i + 1), space: sync.space, destination: sync.destination,
                     place: outbox.place + i + 1, owner: found[i][0], definition: sync.definition, trait: sync.trait, kind: 'entered',
                     at: found[i][1], again: true, status: 'pending', attempts: 0, done: [], due: datetime.realtime(), notedAt: datetime.realtime()}))
SET outbox.place = outbox.place + size(found), sync.found = sync.found + size(found), sync.running = size(page) = $limit,
    sync.after = CASE WHEN size(page) > 0 THEN page[-1][0] ELSE sync.after END,
    sync.endedAt = CASE WHEN size(page) = $limit THEN null ELSE datetime() END
MERGE (backlog:Backlog {destination: sync.destination})
ON CREATE SET backlog.space = sync.space, backlog.noted = 0
SET backlog.noted = backlog.noted + size(found)
RETURN size(page) AS looked, size(found) AS found
