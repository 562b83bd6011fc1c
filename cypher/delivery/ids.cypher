// The destinations of a space.
// Params: space
// Returns: id
// Index: Destination(space, id)
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > ''
RETURN destination.id AS id
