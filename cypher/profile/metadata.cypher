// When a person was first seen, and last heard of: the latest event by its own time, as a late one is no news.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// Params: root
// Returns: createdAt, firstMessageId, firstSourceId, updatedAt, lastMessageId, lastSourceId
// Index: Profile.segmentId
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
WITH root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
CALL (members) {
  UNWIND members AS member
  MATCH (member)<-[:OF]-(event:Event)
  RETURN event ORDER BY event.timestamp DESC, event.seq DESC LIMIT 1
}
RETURN root.createdAt AS createdAt, root.messageId AS firstMessageId, root.sourceId AS firstSourceId,
       event.timestamp AS updatedAt, event.messageId AS lastMessageId, event.sourceId AS lastSourceId
