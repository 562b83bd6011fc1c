// Drops a page of what waits for a destination for which too much waits. Of what may have been sent, the receiver's knowledge is uncertain.
// What stands in the ledger is read from there again, once the destination is resumed: its cursor goes back before the first that is
// dropped, and merges are held again.
// Params: key (of the destination), destination (its id), limit
// Returns: dropped (how many)
// Index: Destination.key, Delivery(destination, due), Told.key, PendingAlias.key
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
  FOREACH (_ IN CASE WHEN delivery.kind = 'alias' THEN [1] ELSE [] END |
    MERGE (pending:PendingAlias {key: delivery.destination + '/' + delivery.seq + '/' + delivery.child})
    SET pending.space = delivery.space, pending.destination = delivery.destination, pending.seq = delivery.seq,
        pending.messageId = delivery.messageId, pending.child = delivery.child, pending.parent = delivery.parent,
        pending.ids = delivery.ids, pending.due = delivery.at)
  WITH delivery, CASE WHEN delivery.kind IN ['event', 'identity'] THEN delivery.seq END AS seq
  DETACH DELETE delivery
  RETURN count(*) AS dropped, min(seq) AS first
}
SET destination.aliasesTo = CASE WHEN first <= destination.ledger AND coalesce(destination.aliasesTo, 0) < destination.ledger
                            THEN destination.ledger ELSE destination.aliasesTo END
SET destination.ended = coalesce(destination.ended, 0) + dropped, destination.forgotten = coalesce(destination.forgotten, 0) + dropped,
    destination.ledger = CASE WHEN first <= destination.ledger THEN first - 1 ELSE destination.ledger END
RETURN dropped
