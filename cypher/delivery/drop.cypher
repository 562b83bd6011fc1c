// Forgets what became of deliveries: what is old, and what is more than is kept. Oldest first.
// Params: destination (id), status, before (of doneAt), keep (how many are kept), limit
// Returns: dropped (how many)
// Index: Delivery(destination, status, place)
CALL () {
  MATCH (kept:Delivery)
  WHERE kept.destination = $destination AND kept.status = $status AND kept.place > 0
  RETURN count(*) AS all
}
MATCH (delivery:Delivery)
WHERE delivery.destination = $destination AND delivery.status = $status AND delivery.place > 0
WITH all, delivery ORDER BY delivery.place LIMIT $limit
WITH collect(delivery) AS page, all
UNWIND range(0, size(page) - 1) AS i
WITH page[i] AS delivery, i, all
WHERE delivery.doneAt < $before OR i < all - $keep
DETACH DELETE delivery
RETURN count(*) AS dropped
