// The columns of a space: which parts of which events' bodies stand beside the body, and whether all stored events carry
// them yet. One row at least, for the version.
// Params: space
// Returns: version, event (null if there are no columns), name, ready
// Index: Ledger.space, Column.space
MATCH (ledger:Ledger {space: $space})
OPTIONAL MATCH (column:Column {space: $space})
RETURN coalesce(ledger.columnsVersion, 0) AS version, column.event AS event, column.name AS name, column.ready AS ready
ORDER BY event, name
