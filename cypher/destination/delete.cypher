// Deletes a destination with its secrets. What was noted of its deliveries goes later, a page at a time. The caller holds the outbox.
// Params: key ('<space>/<id>')
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
REMOVE destination:Destination, destination.secrets, destination.settings, destination.sender
SET destination:DeletedDestination
