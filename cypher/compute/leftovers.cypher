// Makes custom traits of what a deleted definition has left, some at a time.
// Params: space, limit
// Returns: changed (how many)
// Index: Deleted.space, Trait.definition
MATCH (gone:Deleted {space: $space})
WITH gone LIMIT 1
MATCH (trait:Trait {definition: gone.id})
WITH trait LIMIT $limit
REMOVE trait.definition, trait.class
RETURN count(trait) AS changed
