// The ledger of a person, oldest first: every event of the merged subgraph, with its entry where it has one.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// Params: root, after (ledger place), limit
// Returns: event and decision (maps; decision null where all IDs were known), segmentId
// Index: Profile.segmentId, Decision.key
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
WITH [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
UNWIND members AS member
MATCH (member)<-[:OF]-(event:Event)
WHERE event.seq > $after
WITH event, member ORDER BY event.seq LIMIT $limit
OPTIONAL MATCH (decision:Decision {key: event.space + '/' + toString(event.seq)})
RETURN event {.seq, .messageId, .timestamp, .outcome, .externalIds, .rulesVersion} AS event,
       properties(decision) AS decision, member.segmentId AS segmentId
ORDER BY event.seq
