// Destinations that are no more, and of which something may be left.
// Params: space
// Returns: id
// Index: DeletedDestination.space
MATCH (gone:DeletedDestination {space: $space})
RETURN gone.id AS id
