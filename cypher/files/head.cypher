// What an export may follow now: how far the ledger is, and how far the notes of changed results are.
// Params: space
// Returns: head (place of the ledger), marks (place of the outbox), definitions (version of the set of definitions)
// Index: Ledger.space, Outbox.space, Definitions.space
OPTIONAL MATCH (ledger:Ledger {space: $space})
OPTIONAL MATCH (outbox:Outbox {space: $space})
OPTIONAL MATCH (set:Definitions {space: $space})
RETURN coalesce(ledger.seq, 0) AS head, coalesce(outbox.place, 0) AS marks, coalesce(set.version, 0) AS definitions
