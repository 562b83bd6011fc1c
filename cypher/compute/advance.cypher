// Moves on where a refresh stands.
// Params: space, properties (some of seen, definitionsVersion, walk, after, accounts, walked)
// Returns: nothing
// Index: Refresh.space
MERGE (refresh:Refresh {space: $space})
SET refresh += $properties
