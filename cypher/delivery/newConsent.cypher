// Whose events have said something about consent since destinations that ask for consent were told of that the last time, in order; as far
// as the refresh has looked at the ledger, so that what people are now is known. What was said before the first look does not count.
// Params: space, limit
// Returns: seen (up to where the refresh has looked), entries ([seq, root (segmentId)]); no row if no destination asks, or nothing is new
// Index: Outbox.space, Refresh.space, Destination(space, id), Event(space, seq), Profile.segmentId
MATCH (outbox:Outbox {space: $space})
MATCH (refresh:Refresh {space: $space})
WHERE refresh.seen > coalesce(outbox.consent, -1) AND EXISTS {
  MATCH (destination:Destination)
  WHERE destination.space = $space AND destination.id > '' AND size(destination.consentCategories) > 0
}
WITH outbox, refresh, coalesce(outbox.consent, refresh.seen) AS place
RETURN refresh.seen AS seen, COLLECT {
  MATCH (event:Event)
  WHERE event.space = $space AND event.seq > place AND event.seq <= refresh.seen AND event.saysConsent
  WITH event ORDER BY event.seq LIMIT $limit
  MATCH (profile:Profile {segmentId: event.owner})
  OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
  RETURN [event.seq, coalesce(above, profile).segmentId]
} AS entries
