// Spaces in order of id.
// Params: after (an id, or ''), limit
// Returns: id, name, createdAt
// Index: Space.id (range)
MATCH (space:Space)
WHERE space.id > $after
RETURN space.id AS id, space.name AS name, space.createdAt AS createdAt
ORDER BY space.id LIMIT $limit
