// Takes the lock of all who change the definitions of a space, and raises the version of the set.
// Params: space
// Returns: version
// Index: Definitions.space
MERGE (set:Definitions {space: $space})
ON CREATE SET set.version = 0
SET set.version = set.version + 1
RETURN set.version AS version
