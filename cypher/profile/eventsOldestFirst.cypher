// The events of a person, oldest first by their own time, and by the ledger within one instant.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// Params: root, types, include and exclude (event names; empty for all and none), start, end, at and seq (go on after), limit
// Returns: messageId, type, name, timestamp, seq, sourceId, externalIds, body
// Index: Profile.segmentId
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
WITH [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
UNWIND members AS member
MATCH (member)<-[:OF]-(event:Event)
WHERE event.type IN $types
  AND (size($include) = 0 OR event.name IN $include)
  AND (event.name IS NULL OR NOT event.name IN $exclude)
  AND event.timestamp >= $start AND event.timestamp <= $end
  AND (event.timestamp > $at OR (event.timestamp = $at AND event.seq > $seq))
RETURN event.messageId AS messageId, event.type AS type, event.name AS name, event.timestamp AS timestamp,
       event.seq AS seq, event.sourceId AS sourceId, event.externalIds AS externalIds, event.body AS body
ORDER BY event.timestamp ASC, event.seq ASC LIMIT $limit
