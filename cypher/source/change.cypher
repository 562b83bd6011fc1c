// Changes some properties of a source; one that is null goes.
// Params: key ('<space>/<id>'), properties
// Returns: nothing
// Index: Source.key
MATCH (source:Source {key: $key})
SET source += $properties
