// Has deliveries sent again that have failed for good: as what holds, to whoever does not know it. Those that do not hold any more are old.
// What was counted as failed in the minute when it ended counts as tried again, or as old. The caller holds the outbox, under which it has
// seen what holds.
// Params: key (of the destination), again and old (keys of deliveries)
// Returns: nothing
// Index: Destination.key, Delivery.key, DeliveryMinute(destination, at)
MATCH (at:Destination {key: $key})
SET at.lockedBy = 'retry'
WITH at
CALL () {
  UNWIND $again AS key
  MATCH (delivery:Delivery {key: key})
  WHERE delivery.status = 'failed'
  WITH delivery, datetime.truncate('minute', delivery.doneAt) AS ended
  SET delivery.status = 'pending', delivery.due = datetime.realtime(), delivery.notedAt = datetime.realtime(), delivery.attempts = 0,
      delivery.doneAt = null, delivery.sample = null, delivery.again = CASE WHEN delivery.definition IS NOT NULL THEN true END
  RETURN collect(ended) AS sent
}
CALL () {
  UNWIND $old AS key
  MATCH (delivery:Delivery {key: key})
  WHERE delivery.status = 'failed'
  SET delivery.status = 'superseded'
  RETURN collect(datetime.truncate('minute', delivery.doneAt)) AS replaced
}
SET at.ended = coalesce(at.ended, 0) - size(sent)
WITH at, [ended IN sent | [ended, 1, 0]] + [ended IN replaced | [ended, 0, 1]] AS all
UNWIND all AS one
WITH at, one[0] AS ended, sum(one[1]) AS sent, sum(one[2]) AS replaced
MATCH (minute:DeliveryMinute {destination: at.id, at: ended})
SET minute.failed = minute.failed - sent - replaced, minute.retried = minute.retried + sent, minute.superseded = minute.superseded + replaced
