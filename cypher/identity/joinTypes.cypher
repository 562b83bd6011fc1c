// Notes the types of external IDs that events brought along. Clients choose them, so there is a most that a space notes;
// the writer holds the ledger, which keeps the count right.
// Params: space, at, types [{key, type}], most
// Returns: nothing
// Index: IdentifierType.key
UNWIND $types AS row
WITH row WHERE NOT EXISTS { MATCH (:IdentifierType {key: row.key}) }
WITH collect(row) AS fresh
CALL () {
  MATCH (type:IdentifierType)
  WHERE type.key STARTS WITH $space + '/'
  RETURN count(type) AS known
}
UNWIND fresh[..CASE WHEN known < $most THEN $most - known ELSE 0 END] AS row
MERGE (type:IdentifierType {key: row.key})
ON CREATE SET type.space = $space, type.type = row.type, type.since = $at
