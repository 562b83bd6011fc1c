// The deliveries of a destination, the latest first.
// Params: destination (id), statuses, before (place; the page begins behind it), limit
// Returns: delivery (map)
// Index: Delivery(destination, status, place)
UNWIND $statuses AS status
CALL (status) {
  MATCH (delivery:Delivery)
  WHERE delivery.destination = $destination AND delivery.status = status AND delivery.place < $before
  RETURN delivery ORDER BY delivery.destination DESC, delivery.status DESC, delivery.place DESC LIMIT $limit
}
RETURN properties(delivery) AS delivery
ORDER BY delivery.place DESC LIMIT $limit
