// Whether there is more in the ledger than was looked at for people who have come to belong to accounts.
// Params: space
// Returns: a row if there is
// Index: Outbox.space, Ledger.space
MATCH (outbox:Outbox {space: $space})
MATCH (ledger:Ledger {space: $space})
WHERE ledger.seq > outbox.members
RETURN ledger.seq AS seq
