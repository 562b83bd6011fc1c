// Moves on where a refresh stands.
// Params: space, properties (some of by, seen, definitionsVersion, walk, after, accounts, walked)
// Returns: nothing
// Index: Refresh.space
MERGE (refresh:Refresh {space: $space})
SET refresh += $properties
