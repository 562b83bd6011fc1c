// People of whom a destination is to be told something now, each with all that waits of them, in order. Of somebody whose earliest change is
// to be tried again later, nothing is sent before that.
// Params: destination (id), busy (segmentIds of profiles about whom messages are on their way), limit (people), most (changes of one person)
// Returns: root (canonical segmentId; null if the profile is gone), owners (segmentIds of all profiles of the person), changes (maps), waits
//          (until when, or null)
// Index: Delivery(destination, due), Profile.segmentId, Delivery(destination, owner, due)
WITH datetime.realtime() AS now
CALL (now) {
  MATCH (delivery:Delivery)
  USING INDEX delivery:Delivery(destination, due)
  WHERE delivery.destination = $destination AND delivery.due <= now AND NOT delivery.owner IN $busy
  WITH delivery ORDER BY delivery.due LIMIT $limit
  RETURN DISTINCT delivery.owner AS owner
}
OPTIONAL MATCH (profile:Profile {segmentId: owner})
OPTIONAL MATCH (profile)-[:CANONICAL]->(above:Profile)
WITH DISTINCT now, coalesce(above, profile) AS root, CASE WHEN profile IS NULL THEN owner END AS gone
WITH now, root, gone, CASE WHEN root IS NULL THEN [gone]
  ELSE [root.segmentId] + [(root)<-[:CANONICAL]-(child:Profile) | child.segmentId] END AS owners
WHERE none(name IN owners WHERE name IN $busy)
CALL (owners) {
  MATCH (waiting:Delivery)
  USING INDEX waiting:Delivery(destination, owner, due)
  WHERE waiting.destination = $destination AND waiting.owner IN owners AND waiting.due IS NOT NULL
  WITH waiting ORDER BY waiting.place LIMIT $most
  RETURN collect(properties(waiting)) AS changes
}
WITH now, root, owners, changes
WHERE size(changes) > 0
RETURN root.segmentId AS root, owners, changes, CASE WHEN changes[0].due > now THEN changes[0].due END AS waits
