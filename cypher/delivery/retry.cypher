// Has deliveries sent again that have failed for good: as what holds, to whoever does not know it. Those that do not hold any more are old.
// The caller holds the outbox, under which it has seen what holds.
// Params: key (of the destination), again and old (keys of deliveries)
// Returns: nothing
// Index: Destination.key, Delivery.key
MATCH (at:Destination {key: $key})
SET at.lockedBy = 'retry'
WITH at
CALL () {
  UNWIND $again AS key
  MATCH (delivery:Delivery {key: key})
  WHERE delivery.status = 'failed'
  SET delivery.status = 'pending', delivery.due = datetime.realtime(), delivery.notedAt = datetime.realtime(), delivery.attempts = 0,
      delivery.doneAt = null, delivery.sample = null, delivery.again = CASE WHEN delivery.definition IS NOT NULL THEN true END
  RETURN count(*) AS sent
}
CALL () {
  UNWIND $old AS key
  MATCH (delivery:Delivery {key: key})
  SET delivery.status = 'superseded'
}
SET at.ended = coalesce(at.ended, 0) - sent
