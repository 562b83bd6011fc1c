// Takes the lock of all who change the definitions of a space, and leaves them as they are: whoever reads them after sees all of a
// change or nothing.
// Params: space
// Returns: version (no row if the space has never had a definition)
// Index: Definitions.space
MATCH (set:Definitions {space: $space})
SET set.version = set.version
RETURN set.version AS version
