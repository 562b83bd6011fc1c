// Takes the right to send for a destination for some seconds, if nobody has it. The first SET is there for its lock. What lies further ahead than
// it can have been set comes from before the clock was set back, and is over.
// Params: key (of the destination), token (of a run of an instance), seconds
// Returns: a row if the run has it now: forbidden (keys of deliveries that the receiver has forbidden), hastening (whether what waits for
//          another attempt was being made due), withheld (whether it is shown that nothing is sent for a reason of our own)
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $token
WITH destination, datetime.realtime() AS now
WHERE NOT coalesce(now < destination.sendingUntil <= now + duration({seconds: $seconds + 1}), false)
SET destination.sender = $token, destination.sendingUntil = now + duration({seconds: $seconds})
RETURN coalesce(destination.forbidden, []) AS forbidden, coalesce(destination.hastening, false) AS hastening,
       destination.withheldBecause IS NOT NULL AS withheld
