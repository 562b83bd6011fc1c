// Forgets a deleted definition that has left nothing.
// Params: space
// Returns: changed (1, or 0 if there is none)
// Index: Deleted.space
MATCH (gone:Deleted {space: $space})
WITH gone LIMIT 1
WHERE NOT EXISTS { ()-[:IN|DUE]->(gone) } AND NOT EXISTS { MATCH (:Trait {definition: gone.id}) }
DETACH DELETE gone
RETURN count(*) AS changed
