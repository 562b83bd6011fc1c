// Holds the outbox of a space until the commit. Whoever holds it and a destination takes the outbox first.
// Params: space, by (who holds it)
// Returns: nothing
// Index: Outbox.space
MATCH (outbox:Outbox {space: $space})
SET outbox.openedBy = $by
