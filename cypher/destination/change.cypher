// Changes some properties of a destination; one that is null goes.
// Params: key ('<space>/<id>'), properties
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination += $properties
