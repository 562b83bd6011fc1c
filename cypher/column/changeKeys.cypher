// Has whoever writes events read the keys of definitions anew. The write holds the ledger's lock, so that events before it are
// committed, and all later ones see the change that its transaction makes.
// Params: space
// Returns: nothing
// Index: Ledger.space
MATCH (ledger:Ledger {space: $space})
SET ledger.columnsVersion = coalesce(ledger.columnsVersion, 0) + 1
