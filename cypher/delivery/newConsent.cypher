// Whose events have said something about consent since destinations that ask for consent were told of that the last time, in order; as far
// as the refresh has looked at the ledger, so that what people are now is known, and some places at a time. What was said before the first
// look does not count.
// Params: space, places (of the ledger that are looked through), limit
// Returns: end (the place up to which this is), entries ([seq, root (segmentId)]); no row if no destination asks, or nothing is new
// Index: Outbox.space, Refresh.space, Destination(space, id), Event(space, seq), Profile.segmentId
MATCH (outbox:Outbox {space: $space})
MATCH (refresh:Refresh {space: $space})
WHERE refresh.seen > coalesce(outbox.consent, -1) AND EXISTS {
  MATCH (destination:Destination)
  WHERE destination.space = $space AND destination.id > '' AND size(destination.consentCategories) > 0
}
WITH coalesce(outbox.consent, refresh.seen) AS place, refresh.seen AS seen
WITH place, CASE WHEN seen - place > $places THEN place + $places ELSE seen END AS upTo
CALL (place, upTo) {
  MATCH (event:Event)
  WHERE event.space = $space AND event.seq > place AND event.seq <= upTo AND event.saysConsent
  WITH event ORDER BY event.space, event.seq LIMIT $limit
  OPTIONAL MATCH (profile:Profile {segmentId: event.owner})
  OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
  RETURN collect([event.seq, coalesce(above, profile).segmentId]) AS found
}
RETURN CASE WHEN size(found) = $limit THEN found[-1][0] ELSE upTo END AS end, [entry IN found WHERE entry[1] IS NOT NULL] AS entries
