// Deletes a source with its secrets. What it has brought stays.
// Params: key ('<space>/<id>')
// Returns: nothing
// Index: Source.key
MATCH (source:Source {key: $key})
DELETE source
