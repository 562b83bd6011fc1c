// Drops a page of what waits for a destination for which too much waits. Of what may have been sent, the receiver's knowledge is uncertain.
// Params: key (of the destination), destination (its id), limit
// Returns: dropped (how many)
// Index: Destination.key, Delivery(destination, due), Told.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = 'drop'
WITH destination
WHERE destination.muted IS NOT NULL
CALL () {
  MATCH (delivery:Delivery)
  WHERE delivery.destination = $destination AND delivery.due IS NOT NULL
  WITH delivery LIMIT $limit
  OPTIONAL MATCH (told:Told {key: delivery.destination + '/' + delivery.definition + '/' + delivery.owner})
  SET told.value = null
  DETACH DELETE delivery
  RETURN count(*) AS dropped
}
SET destination.ended = coalesce(destination.ended, 0) + dropped, destination.forgotten = coalesce(destination.forgotten, 0) + dropped
RETURN dropped
