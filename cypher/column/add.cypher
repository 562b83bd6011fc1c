// Adds columns. The write on the ledger holds its lock: events up to its place lack the columns, all later ones have them.
// Params: space, columns [{key, event, name}], first (a time before all events)
// Returns: nothing
// Index: Ledger.space, Column.key
MATCH (ledger:Ledger {space: $space})
SET ledger.columnsVersion = coalesce(ledger.columnsVersion, 0) + 1
WITH ledger
UNWIND $columns AS row
MERGE (column:Column {key: row.key})
ON CREATE SET column.space = $space, column.event = row.event, column.name = row.name, column.ready = false,
              column.upTo = ledger.seq, column.at = $first, column.seq = 0
