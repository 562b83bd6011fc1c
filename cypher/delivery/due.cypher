// What a destination is to be told now, in order, with whom it is about. Of somebody of whom an earlier change is to be tried again later,
// nothing is sent before that: such a change says until when it waits.
// Params: destination (id), known (keys of deliveries that are being sent), limit
// Returns: key, place, owner, root (canonical segmentId, or null if the profile is gone), definition, trait, kind, value (JSON, or null), scalar (the value, if it is not JSON), at, again, attempts,
//          done, waits (until when, or null), now
// Index: Delivery(destination, due), Profile.segmentId, Delivery(destination, owner)
WITH datetime.realtime() AS now
MATCH (delivery:Delivery)
WHERE delivery.destination = $destination AND delivery.due <= now AND NOT delivery.key IN $known
WITH now, delivery ORDER BY delivery.due, delivery.place LIMIT $limit
OPTIONAL MATCH (owner:Profile {segmentId: delivery.owner})
OPTIONAL MATCH (owner)-[:CANONICAL]->(above:Profile)
WITH now, delivery, owner, coalesce(above, owner) AS root
CALL (now, delivery, root) {
  WITH now, delivery, [root.segmentId] + [(root)<-[:CANONICAL]-(child:Profile) | child.segmentId] AS owners
  MATCH (earlier:Delivery)
  WHERE earlier.destination = $destination AND earlier.owner IN owners AND earlier.due > now AND earlier.attempts > 0
    AND earlier.place < delivery.place
  RETURN max(earlier.due) AS waits
}
RETURN delivery.key AS key, delivery.place AS place, delivery.owner AS owner, root.segmentId AS root,
       delivery.definition AS definition, delivery.trait AS trait, delivery.kind AS kind, delivery.value AS value, delivery.scalar AS scalar,
       delivery.at AS at, delivery.again AS again, delivery.attempts AS attempts, delivery.done AS done, waits, now
ORDER BY delivery.due, delivery.place
