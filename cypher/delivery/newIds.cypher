// People who have got IDs, by linking or by a merge, since their destinations were told of that the last time; as far as the refresh has looked
// at the ledger, so that what they are now is known.
// Params: space, limit
// Returns: place (up to which the ledger was looked at), roots (segmentIds)
// Index: Outbox.space, Refresh.space, Decision(space, seq)
MATCH (outbox:Outbox {space: $space})
MATCH (refresh:Refresh {space: $space})
WHERE refresh.seen > outbox.ids
CALL (outbox, refresh) {
  MATCH (decision:Decision)
  WHERE decision.space = $space AND decision.seq > outbox.ids AND decision.seq <= refresh.seen
  WITH decision ORDER BY decision.seq LIMIT $limit
  RETURN collect(decision) AS page
}
CALL (page) {
  UNWIND page AS decision
  WITH decision
  WHERE decision.outcome = 'merged' OR (decision.outcome = 'attached' AND decision.identifiers CONTAINS '"fate":"linked"')
  MATCH (decision)-[:ABOUT]->(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
  RETURN collect(DISTINCT coalesce(above, profile).segmentId) AS roots
}
RETURN CASE WHEN size(page) = $limit THEN page[-1].seq ELSE refresh.seen END AS place, roots
