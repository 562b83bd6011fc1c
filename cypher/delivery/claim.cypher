// Takes the right to send for a destination, if nobody who lives has it. The first SET is there for its lock.
// Params: key (of the destination), instance, seconds (how long a sign of life is good for, at most)
// Returns: a row if this instance has it now
// Index: Destination.key, Instance.id
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $instance
WITH destination, datetime.realtime() AS now
OPTIONAL MATCH (sender:Instance {id: destination.sender})
WITH destination, now, sender
WHERE coalesce(destination.sender = $instance, false)
   OR NOT coalesce(now < sender.aliveUntil <= now + duration({seconds: $seconds + 1}), false)
SET destination.sender = $instance
RETURN destination.id AS id
