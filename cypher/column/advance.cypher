// Notes how far columns are filled, and how many events were left out because they cannot be read or written; at the end the
// columns are ready, which readers see by the version.
// Params: space, columns (Column keys), at and seq (of the last event), ready, skipped
// Returns: nothing
// Index: Ledger.space, Column.key
MATCH (ledger:Ledger {space: $space})
FOREACH (_ IN CASE WHEN $ready THEN [1] ELSE [] END | SET ledger.columnsVersion = coalesce(ledger.columnsVersion, 0) + 1)
WITH ledger
UNWIND $columns AS key
MATCH (column:Column {key: key})
SET column.at = $at, column.seq = $seq, column.ready = $ready, column.skipped = coalesce(column.skipped, 0) + $skipped
