// Holds the right to send for a destination for the rest of a transaction, and keeps it for some more seconds: while the transaction lasts, it cannot
// be renewed by another. The first SET is there for its lock. Whether the time is up does not matter here, only whether somebody has taken the
// right since.
// Params: key (of the destination), token (of the run), seconds
// Returns: version, active (whether it is to be sent to); no row if another has taken the right
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $token
WITH destination, datetime.realtime() AS now
WHERE destination.sender = $token
SET destination.sendingUntil = now + duration({seconds: $seconds})
RETURN destination.version AS version, destination.enabled AND destination.pausedBecause IS NULL AS active
