// Why deliveries have failed for good, or were not sent, the most frequent reason first, with the latest of each.
// Params: destination (id), status (failed or filtered), most (how many deliveries are looked at, the newest first), samples
// Returns: reason, count, samples (deliveries as maps)
// Index: Delivery(destination, status, place)
MATCH (delivery:Delivery)
WHERE delivery.destination = $destination AND delivery.status = $status AND delivery.place > 0
WITH delivery ORDER BY delivery.destination DESC, delivery.status DESC, delivery.place DESC LIMIT $most
WITH delivery.reason AS reason, count(*) AS count, collect(delivery)[..$samples] AS some
ORDER BY count DESC, reason LIMIT 20
RETURN reason, count, [delivery IN some | properties(delivery)] AS samples
ORDER BY count DESC, reason
