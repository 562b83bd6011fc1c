// One space.
// Params: id
// Returns: id, name, createdAt, timeZone
// Index: Space.id
MATCH (space:Space {id: $id})
RETURN space.id AS id, space.name AS name, space.createdAt AS createdAt,
       coalesce(space.timeZone, 'UTC') AS timeZone
