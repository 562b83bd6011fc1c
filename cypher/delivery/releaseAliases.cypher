// Notes the merges of which it is time to tell a destination, oldest first. Those from before it began to be told of merges are forgotten. The
// caller holds the outbox.
// Params: key (of the destination), destination (its id), space, limit
// Returns: nothing
// Index: Destination.key, PendingAlias(destination, due), Outbox.space, Backlog.destination
MATCH (destination:Destination {key: $key})
MATCH (outbox:Outbox {space: $space})
CALL () {
  MATCH (pending:PendingAlias)
  WHERE pending.destination = $destination AND pending.due <= datetime.realtime()
  WITH pending ORDER BY pending.destination, pending.due, pending.seq LIMIT $limit
  RETURN collect(pending) AS page
}
WITH destination, outbox, page, [pending IN page WHERE pending.seq > destination.aliasesFrom] AS told
SET outbox.place = outbox.place + size(told)
WITH page, told, outbox.place - size(told) AS before
FOREACH (i IN range(0, size(told) - 1) |
  CREATE (:Delivery {key: $destination + '/' + (before + i + 1), space: $space, destination: $destination, place: before + i + 1,
                     owner: told[i].child, kind: 'alias', seq: told[i].seq, messageId: told[i].messageId, child: told[i].child,
                     parent: told[i].parent, ids: told[i].ids, at: told[i].due, status: 'pending', attempts: 0, done: [],
                     due: datetime.realtime(), notedAt: datetime.realtime()}))
FOREACH (pending IN page | DELETE pending)
WITH size(told) AS noted
WHERE noted > 0
MERGE (backlog:Backlog {destination: $destination})
ON CREATE SET backlog.space = $space, backlog.noted = 0
SET backlog.noted = backlog.noted + noted
