// Takes columns away, if the definitions are still those of which one knows that none asks for them; events keep what they carry.
// New events come without, so the version grows. The write on the ledger comes first: whoever adds columns waits for its lock.
// Params: space, version (of the set of definitions), keys
// Returns: nothing
// Index: Ledger.space, Definitions.space, Column.key
MATCH (ledger:Ledger {space: $space})
SET ledger.columnsVersion = coalesce(ledger.columnsVersion, 0) + 1
WITH ledger
OPTIONAL MATCH (set:Definitions {space: $space})
WITH coalesce(set.version, 0) AS version
WHERE version = $version
UNWIND $keys AS key
MATCH (column:Column {key: key})
DELETE column
