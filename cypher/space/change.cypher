// Changes a space. Definitions are evaluated in its time zone, so another one raises the version of their set: whoever has read them
// under an earlier version reads them, and the time zone, anew. That is done first, as a lock.
// Params: id, name (null: as it is), timeZone (null: as it is)
// Returns: id, name, createdAt, timeZone (no row if there is no such space)
// Index: Space.id, Definitions.space
MATCH (space:Space {id: $id})
MERGE (set:Definitions {space: $id})
ON CREATE SET set.version = 0
SET set.version = set.version + CASE WHEN $timeZone IS NULL THEN 0 ELSE 1 END
SET space.name = coalesce($name, space.name), space.timeZone = coalesce($timeZone, space.timeZone)
RETURN space.id AS id, space.name AS name, space.createdAt AS createdAt, coalesce(space.timeZone, 'UTC') AS timeZone
