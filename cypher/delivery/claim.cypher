// Takes the right to send for a destination for some seconds, if nobody has it. The first SET is there for its lock. What lies further ahead than
// it can have been set comes from before the clock was set back, and is over.
// Params: key (of the destination), token (of a run of an instance), seconds
// Returns: a row if the run has it now
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $token
WITH destination, datetime.realtime() AS now
WHERE NOT coalesce(now < destination.sendingUntil <= now + duration({seconds: $seconds + 1}), false)
SET destination.sender = $token, destination.sendingUntil = now + duration({seconds: $seconds})
RETURN destination.id AS id
