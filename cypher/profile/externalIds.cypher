// The external IDs of a person, in the order in which they were linked.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// Params: root, types (empty for all), afterSeq, afterKey, limit
// Returns: type, value, key, since, seq, messageId, sourceId
// Index: Profile.segmentId
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
WITH [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
UNWIND members AS member
MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
WHERE (size($types) = 0 OR id.type IN $types)
  AND (link.seq > $afterSeq OR (link.seq = $afterSeq AND id.key > $afterKey))
WITH id, link ORDER BY link.seq, id.key LIMIT $limit
OPTIONAL MATCH (event:Event {space: id.space, messageId: link.messageId})
RETURN id.type AS type, id.value AS value, id.key AS key, link.since AS since, link.seq AS seq,
       link.messageId AS messageId, coalesce(event.sourceId, '') AS sourceId
