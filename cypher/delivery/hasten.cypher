// Makes due at once what waits for another attempt: the receiver takes messages again. What it has asked us to wait for still waits.
// Params: destination (id), limit
// Returns: hastened (how many)
// Index: Delivery(destination, due)
WITH datetime.realtime() AS now
MATCH (delivery:Delivery)
WHERE delivery.destination = $destination AND delivery.due > now AND delivery.asked IS NULL
WITH now, delivery LIMIT $limit
SET delivery.due = now
RETURN count(*) AS hastened
