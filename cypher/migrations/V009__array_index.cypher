// A step of digits in a path leads into arrays. Columns with such a step are filled anew, and the definitions of spaces that have a
// definition with one are computed anew: other definitions may depend on it.
MATCH (column:Column) WHERE column.name =~ '(?s).*\\.(0|[1-9][0-9]*)(\\..*)?'
MATCH (ledger:Ledger {space: column.space})
SET column.ready = false, column.at = datetime('-0001-01-01T00:00:00Z'), column.seq = 0,
    ledger.columnsVersion = coalesce(ledger.columnsVersion, 0) + 1;
MATCH (definition:Definition) WHERE definition.query =~ '(?s).*\\.(0|[1-9][0-9]*)[.\'"].*'
WITH collect(DISTINCT definition.space) AS spaces
UNWIND spaces AS space
OPTIONAL MATCH (refresh:Refresh {space: space})
SET refresh.walk = [], refresh.after = '', refresh.accounts = false
WITH space
MATCH (definition:Definition {space: space})
SET definition.computed = 0, definition.status = CASE WHEN definition.enabled THEN 'PREPARING' ELSE definition.status END;
