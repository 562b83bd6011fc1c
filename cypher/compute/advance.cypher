// Moves on where a refresh stands.
// Params: space, properties (some of those of position.cypher)
// Returns: nothing
// Index: Refresh.space
MERGE (refresh:Refresh {space: $space})
SET refresh += $properties
