// Takes off what still leads to a deleted definition, some at a time.
// Params: space, limit
// Returns: changed (how many)
// Index: Deleted.space
MATCH (gone:Deleted {space: $space})
WITH gone LIMIT 1
MATCH ()-[edge:IN|DUE]->(gone)
WITH edge LIMIT $limit
DELETE edge
RETURN count(edge) AS changed
