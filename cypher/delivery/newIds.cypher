// What has given IDs to people since their destinations were told of that the last time, in order; as far as the refresh has looked at the
// ledger, so that what they are now is known, and some places at a time.
// Params: space, places (of the ledger that are looked through), limit
// Returns: end (the place up to which this is), entries ([seq, root (segmentId), merged, identifiers (JSON)]); no row if nothing is new
// Index: Outbox.space, Refresh.space, Decision(space, seq)
MATCH (outbox:Outbox {space: $space})
MATCH (refresh:Refresh {space: $space})
WHERE refresh.seen > outbox.ids
WITH outbox.ids AS place, refresh.seen AS seen
WITH place, CASE WHEN seen - place > $places THEN place + $places ELSE seen END AS upTo
CALL (place, upTo) {
  MATCH (decision:Decision)
  WHERE decision.space = $space AND decision.seq > place AND decision.seq <= upTo
    AND (decision.outcome = 'merged' OR (decision.outcome = 'attached' AND decision.identifiers CONTAINS '"fate":"linked"'))
  WITH decision ORDER BY decision.space, decision.seq LIMIT $limit
  OPTIONAL MATCH (decision)-[:ABOUT]->(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
  RETURN collect([decision.seq, coalesce(above, profile).segmentId, decision.outcome = 'merged', decision.identifiers]) AS found
}
RETURN CASE WHEN size(found) >= $limit THEN found[-1][0] ELSE upTo END AS end, [entry IN found WHERE entry[1] IS NOT NULL] AS entries
