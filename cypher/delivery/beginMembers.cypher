// Has it noted from now on who comes to belong to an account, if it is not yet. The caller holds the outbox.
// Params: space
// Returns: nothing
// Index: Outbox.space, Ledger.space
MATCH (outbox:Outbox {space: $space})
OPTIONAL MATCH (ledger:Ledger {space: $space})
SET outbox.members = coalesce(outbox.members, ledger.seq, 0)
