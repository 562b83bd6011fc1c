// Takes the lock of all who change the definitions of a space, and raises the version of the set. Whoever only reads them takes it
// too, and leaves the version as it is: they see all of a change or nothing.
// Params: space, changes (1 of whoever changes them, 0 of whoever reads them)
// Returns: version (0 if the space has never had a definition), timeZone (in which they are evaluated)
// Index: Definitions.space, Space.id
MERGE (set:Definitions {space: $space})
ON CREATE SET set.version = 0
SET set.version = set.version + $changes
WITH set
OPTIONAL MATCH (space:Space {id: $space})
RETURN set.version AS version, coalesce(space.timeZone, 'UTC') AS timeZone
