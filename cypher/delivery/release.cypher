// Gives back the right to send for a destination.
// Params: key (of the destination), instance
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.lockedBy = $instance
WITH destination
WHERE destination.sender = $instance
REMOVE destination.sender
