// The ledger of a space, oldest first: every stored event, with its entry where it has one.
// Params: space, after (ledger place), outcomes, limit
// Returns: event and decision (maps; decision null where all IDs were known), segmentId
// Index: Event(space, seq), Decision.key
MATCH (event:Event)
WHERE event.space = $space AND event.seq > $after AND event.outcome IN $outcomes
WITH event ORDER BY event.space, event.seq LIMIT $limit
MATCH (event)-[:OF]->(member:Profile)
OPTIONAL MATCH (decision:Decision {key: $space + '/' + toString(event.seq)})
RETURN event {.seq, .messageId, .timestamp, .outcome, .externalIds, .rulesVersion} AS event,
       properties(decision) AS decision, member.segmentId AS segmentId
ORDER BY event.seq
