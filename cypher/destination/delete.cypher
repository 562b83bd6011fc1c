// Deletes a destination with its secrets. The caller holds the lock of the space's destinations.
// Params: key ('<space>/<id>')
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
DETACH DELETE destination
