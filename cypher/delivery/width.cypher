// How many destinations of a space get what changes.
// Params: space
// Returns: destinations
// Index: Destination(space, id)
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > '' AND destination.enabled
RETURN count(*) AS destinations
