// What has given IDs to people since their destinations were told of that the last time, in order; as far as the refresh has looked at the
// ledger, so that what they are now is known.
// Params: space, limit
// Returns: seen (up to where the refresh has looked), entries ([seq, root (segmentId), merged, identifiers (JSON)])
// Index: Outbox.space, Refresh.space, Decision(space, seq)
MATCH (outbox:Outbox {space: $space})
MATCH (refresh:Refresh {space: $space})
WHERE refresh.seen > outbox.ids
RETURN refresh.seen AS seen, COLLECT {
  MATCH (decision:Decision)
  WHERE decision.space = $space AND decision.seq > outbox.ids AND decision.seq <= refresh.seen
    AND (decision.outcome = 'merged' OR (decision.outcome = 'attached' AND decision.identifiers CONTAINS '"fate":"linked"'))
  WITH decision ORDER BY decision.seq LIMIT $limit
  MATCH (decision)-[:ABOUT]->(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
  RETURN [decision.seq, coalesce(above, profile).segmentId, decision.outcome = 'merged', decision.identifiers]
} AS entries
