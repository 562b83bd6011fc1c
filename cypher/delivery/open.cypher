// Opens the outbox of a space, and holds it until the commit: from then on what changes is noted for the destinations there are.
// Params: space, by (who opens it)
// Returns: nothing
// Index: Outbox.space, Ledger.space
OPTIONAL MATCH (ledger:Ledger {space: $space})
WITH coalesce(ledger.seq, 0) AS seq
MERGE (outbox:Outbox {space: $space})
ON CREATE SET outbox.place = 0, outbox.ids = seq
SET outbox.openedBy = $by
