// Whether a destination has not read all of the ledger, and how much waits for it that is due, and in all.
// Params: key (of the destination), space, due and waiting (how many are counted at most)
// Returns: behind, due, text (characters of the events that are due), waiting
// Index: Destination.key, Ledger.space, Delivery(destination, due)
MATCH (destination:Destination {key: $key})
MATCH (ledger:Ledger {space: $space})
WITH destination.id AS id, ledger.seq > destination.ledger AS behind, datetime.realtime() AS now
CALL (id, behind, now) {
  MATCH (delivery:Delivery)
  WHERE behind AND delivery.destination = id AND delivery.due <= now
  WITH delivery LIMIT $due
  RETURN count(*) AS due, sum(coalesce(delivery.size, 0)) AS text
}
CALL (id, behind, now) {
  MATCH (delivery:Delivery)
  WHERE behind AND delivery.destination = id AND delivery.due > now
  WITH delivery LIMIT $waiting
  RETURN count(*) AS waiting
}
RETURN coalesce(behind, false) AS behind, due, text, waiting
