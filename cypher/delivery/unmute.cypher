// Has what changes noted again for a destination for which too much waited. The caller holds the outbox.
// Params: key (of the destination)
// Returns: a row if it was muted
// Index: Destination.key
MATCH (destination:Destination {key: $key})
WHERE destination.muted IS NOT NULL
REMOVE destination.muted
RETURN destination.id AS id
