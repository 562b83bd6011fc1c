// Gives back the right to send for a destination.
// Params: key (of the destination), token (of the run)
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $token
WITH destination
WHERE destination.sender = $token
SET destination.sender = null, destination.sendingUntil = null
