// A page of a sync: notes those for a destination of which a computed trait of accounts has a value, and of which nothing waits. It goes through
// all accounts. The caller holds the outbox, so that what changes meanwhile is noted after it.
// Params: key (of the Sync), limit, longest (characters of a value; of a longer one only the length is noted)
// Returns: looked (how many accounts), found (how many of them are to be told)
// Index: Sync.key, Outbox.space, Account(space, groupId), Trait.key, Delivery(destination, owner), Backlog.destination
MATCH (sync:Sync {key: $key})
MATCH (outbox:Outbox {space: sync.space})
CALL (sync) {
  MATCH (account:Account)
  WHERE account.space = sync.space AND account.groupId > sync.after
  WITH account ORDER BY account.space, account.groupId LIMIT $limit
  RETURN collect([account.key, account.groupId]) AS page
}
CALL (sync, page) {
  UNWIND page AS account
  MATCH (value:Trait {key: '/' + sync.definition + '/' + account[0]})
  WHERE NOT coalesce(value.removed, false)
    AND NOT EXISTS {
      MATCH (waiting:Delivery)
      USING INDEX SEEK waiting:Delivery(destination, owner, due)
      WHERE waiting.destination = sync.destination AND waiting.owner = account[0] AND waiting.definition = sync.definition
        AND waiting.due IS NOT NULL
    }
  WITH account[0] AS owner, value,
       size(coalesce(value.json, CASE WHEN value.value IS :: STRING THEN value.value ELSE '' END)) AS size
  RETURN collect([owner, value.timestamp, CASE WHEN size <= $longest THEN value.json END,
                  CASE WHEN size <= $longest THEN value.value END, size]) AS found
}
FOREACH (i IN range(0, size(found) - 1) |
  CREATE (:Delivery {key: sync.destination + '/' + (outbox.place + i + 1), space: sync.space, destination: sync.destination,
                     place: outbox.place + i + 1, owner: found[i][0], definition: sync.definition, trait: sync.trait, kind: 'computed',
                     value: found[i][2], scalar: found[i][3], size: found[i][4], at: found[i][1], again: true, status: 'pending', attempts: 0, done: [],
                     due: datetime.realtime(), notedAt: datetime.realtime()}))
SET outbox.place = outbox.place + size(found), sync.found = sync.found + size(found), sync.running = size(page) = $limit,
    sync.after = CASE WHEN size(page) > 0 THEN page[-1][1] ELSE sync.after END,
    sync.endedAt = CASE WHEN size(page) = $limit THEN null ELSE datetime() END
MERGE (backlog:Backlog {destination: sync.destination})
ON CREATE SET backlog.space = sync.space, backlog.noted = 0
SET backlog.noted = backlog.noted + size(found)
RETURN size(page) AS looked, size(found) AS found
