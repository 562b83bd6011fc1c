// Makes due at once what waits for another attempt: the receiver takes messages again. What it has asked us to wait for still waits.
// Params: key (of the destination, which the caller holds), destination (its id), limit
// Returns: hastened (how many)
// Index: Delivery(destination, due), Destination.key
CALL () {
  WITH datetime.realtime() AS now
  MATCH (delivery:Delivery)
  WHERE delivery.destination = $destination AND delivery.due > now AND delivery.asked IS NULL
  WITH now, delivery LIMIT $limit
  SET delivery.due = now
  RETURN count(*) AS hastened
}
MATCH (destination:Destination {key: $key})
SET destination.hastening = CASE WHEN hastened = $limit THEN true END
RETURN hastened
