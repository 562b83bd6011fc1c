// A page of a sync: has the members of those accounts looked at that are in an audience. The caller holds the outbox.
// Params: key (of the Sync), limit
// Returns: looked (how many accounts)
// Index: Sync.key, IN(audience, id)
MATCH (sync:Sync {key: $key})
CALL (sync) {
  MATCH (:Account)-[inside:IN]->()
  WHERE inside.audience = sync.space + '/' + sync.definition AND inside.id > sync.after
  WITH inside ORDER BY inside.audience, inside.id LIMIT $limit
  RETURN collect(inside.id) AS page
}
CALL (sync, page) {
  UNWIND page AS account
  MERGE (one:Sync {key: sync.destination + '/' + sync.definition + '/' + account})
  ON CREATE SET one.space = sync.space, one.destination = sync.destination, one.definition = sync.definition, one.trait = sync.trait,
                one.owner = account, one.kind = 'belonging', one.found = 0
  SET one.anew = coalesce(one.anew, false) OR sync.anew, one.running = true, one.place = -1, one.turn = coalesce(one.turn, datetime.realtime()),
      one.startedAt = datetime.realtime()
}
SET sync.found = sync.found + size(page), sync.running = size(page) = $limit,
    sync.after = CASE WHEN size(page) > 0 THEN page[-1] ELSE sync.after END,
    sync.endedAt = CASE WHEN size(page) = $limit THEN null ELSE datetime() END
RETURN size(page) AS looked
