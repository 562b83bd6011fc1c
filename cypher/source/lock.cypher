// Holds the sources of a space for the rest of a transaction: somebody changes them. The SET is there for its lock.
// Params: space
// Returns: nothing
// Index: Space.id
MATCH (space:Space {id: $space})
SET space.lockedBy = 'sources'
