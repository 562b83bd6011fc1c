// Looks at a page of spaces: each has a ledger, whose place is not before that of its last event. Two events would come to one place
// otherwise, and the jobs would miss what comes.
// Params: from (the ID after which to begin, or ''), to (the ID with which to end), limit
// Returns: one row: seen (spaces), last (ID), ids, bad ([id, what, text])
// Index: Space.id (range), Ledger.space, Event(space, seq)
MATCH (space:Space)
WHERE space.id > $from AND space.id <= $to
WITH space.id AS id ORDER BY id LIMIT $limit
OPTIONAL MATCH (ledger:Ledger {space: id})
CALL (id) {
  OPTIONAL MATCH (event:Event)
  WHERE event.space = id AND event.seq > 0
  RETURN event.seq AS place ORDER BY event.space DESC, event.seq DESC LIMIT 1
}
WITH id, CASE WHEN ledger IS NULL OR ledger.seq < place THEN [id, 'LEDGER_BEHIND', ''] END AS found
RETURN count(*) AS seen, max(id) AS last, collect(id) AS ids, collect(found) AS bad
