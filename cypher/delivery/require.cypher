// Holds the right to send for a destination for the rest of a transaction. The SET is there for its lock. Whether the time is up does not
// matter here, only whether somebody has taken the right since.
// Params: key (of the destination), token (of the run)
// Returns: a row if the run has it
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $token
WITH destination
WHERE destination.sender = $token
RETURN destination.id AS id
