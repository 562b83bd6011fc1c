// Forgets a page of deliveries of one status that have ended, oldest first.
// Params: key (of the destination), destination (its id), status, before (of doneAt; what ended later stays), limit
// Returns: dropped (how many)
// Index: Destination.key, Delivery(destination, status, place)
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = 'drop'
WITH destination
CALL () {
  MATCH (delivery:Delivery)
  WHERE delivery.destination = $destination AND delivery.status = $status AND delivery.place > 0
  WITH delivery ORDER BY delivery.destination, delivery.status, delivery.place LIMIT $limit
  WITH delivery WHERE delivery.doneAt < $before
  DETACH DELETE delivery
  RETURN count(*) AS dropped
}
SET destination.forgotten = coalesce(destination.forgotten, 0) + dropped
RETURN dropped
