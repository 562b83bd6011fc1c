// The version of the set of definitions of a space: whoever has read them under this version has them all.
// Params: space
// Returns: version (no row if the space has never had a definition)
// Index: Definitions.space
MATCH (set:Definitions {space: $space})
RETURN set.version AS version
