// Shows whether the receiver of a destination takes messages.
// Params: key (of the destination), why (null: it does)
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.failing = $why
