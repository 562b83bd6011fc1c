// Takes the lock of all who change the destinations of a space, and counts the changes.
// Params: space
// Returns: nothing
// Index: Destinations.space
MERGE (set:Destinations {space: $space})
SET set.changes = coalesce(set.changes, 0) + 1
