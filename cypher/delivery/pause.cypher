// Pauses a destination whose receiver refuses us, until a person resumes it.
// Params: key (of the destination), why
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.pausedBecause = coalesce(destination.pausedBecause, $why)
