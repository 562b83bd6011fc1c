// Holds the right to send for a destination for the rest of a transaction. The SET is there for its lock.
// Params: key (of the destination), instance
// Returns: a row if this instance has it
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $instance
WITH destination
WHERE destination.sender = $instance
RETURN destination.id AS id
