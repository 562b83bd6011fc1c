// Whether a destination has not read all of the ledger, and how much waits for it that is due, and in all.
// Params: key (of the destination), space, due and waiting (how many are counted at most), merges (whether it is told of them)
// Returns: behind, merges (whether it is time to tell of some), due, text (characters of the events that are due), waiting
// Index: Destination.key, Ledger.space, Delivery(destination, due), PendingAlias(destination, due)
MATCH (destination:Destination {key: $key})
MATCH (ledger:Ledger {space: $space})
WITH destination.id AS id, coalesce(ledger.seq > destination.ledger, false) AS behind, datetime.realtime() AS now
WITH id, behind, now, $merges AND EXISTS {
    MATCH (pending:PendingAlias) WHERE pending.destination = id AND pending.due <= now
  } AS merges
CALL (id, behind, merges, now) {
  MATCH (delivery:Delivery)
  WHERE (behind OR merges) AND delivery.destination = id AND delivery.due <= now
  WITH delivery LIMIT $due
  RETURN count(*) AS due, sum(coalesce(delivery.size, 0)) AS text
}
CALL (id, behind, merges, now) {
  MATCH (delivery:Delivery)
  WHERE (behind OR merges) AND delivery.destination = id AND delivery.due > now
  WITH delivery LIMIT $waiting
  RETURN count(*) AS waiting
}
RETURN behind, merges, due, text, waiting
