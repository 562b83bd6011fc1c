// Takes the lock of all who change the definitions of a space, and leaves them as they are: whoever reads them after sees all of a
// change or nothing.
// Params: space
// Returns: version (0 if the space has never had a definition)
// Index: Definitions.space
MERGE (set:Definitions {space: $space})
ON CREATE SET set.version = 0
SET set.version = set.version
RETURN set.version AS version
