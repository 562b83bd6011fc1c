// Spaces in order of id.
// Params: after (an id, or ''), limit
// Returns: id, name, createdAt, timeZone
// Index: Space.id (range)
MATCH (space:Space)
WHERE space.id > $after
RETURN space.id AS id, space.name AS name, space.createdAt AS createdAt,
       coalesce(space.timeZone, 'UTC') AS timeZone
ORDER BY space.id LIMIT $limit
