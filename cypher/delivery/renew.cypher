// Keeps the right to send for a destination for some more seconds.
// Params: key (of the destination), token (of the run that has it), seconds
// Returns: version, active (whether it is to be sent to); no row if another has taken the right
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $token
WITH destination, datetime.realtime() AS now
WHERE destination.sender = $token
SET destination.sendingUntil = now + duration({seconds: $seconds})
RETURN destination.version AS version, destination.enabled AND destination.pausedBecause IS NULL AS active
