// Notes when to look at somebody again: the next instant at which a window's edge changes what a definition says of them.
// Params: space, rows [{owner (segmentId or Account key), definition (key), at, failed (true to try again what failed)}]
// Returns: nothing
// Index: Profile.segmentId, Account.key, Definition.key
UNWIND $rows AS row
CALL (row) {
  MATCH (owner:Profile {segmentId: row.owner}) RETURN owner
  UNION ALL
  MATCH (owner:Account {key: row.owner}) RETURN owner
}
MATCH (definition:Definition {key: row.definition})
MERGE (owner)-[due:DUE]->(definition)
SET due.space = $space, due.at = row.at, due.failed = CASE WHEN row.failed THEN true END
