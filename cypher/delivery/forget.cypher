// Forgets a destination that is no more, and has left nothing.
// Params: key ('<space>/<id>')
// Returns: nothing
// Index: DeletedDestination.key
MATCH (gone:DeletedDestination {key: $key})
DETACH DELETE gone
