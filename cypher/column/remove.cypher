// Takes columns away; events keep what they carry. New events come without, so the version grows.
// Params: space, keys
// Returns: nothing
// Index: Ledger.space, Column.key
MATCH (ledger:Ledger {space: $space})
SET ledger.columnsVersion = coalesce(ledger.columnsVersion, 0) + 1
WITH ledger
UNWIND $keys AS key
MATCH (column:Column {key: key})
DELETE column
