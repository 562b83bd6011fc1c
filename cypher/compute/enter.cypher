// Puts people and accounts into audiences.
// Params: at, rows [{owner (segmentId or Account key), definition (key)}]
// Returns: nothing
// Index: Profile.segmentId, Account.key, Definition.key
UNWIND $rows AS row
CALL (row) {
  MATCH (owner:Profile {segmentId: row.owner}) RETURN owner
  UNION ALL
  MATCH (owner:Account {key: row.owner}) RETURN owner
}
MATCH (audience:Definition {key: row.definition})
MERGE (owner)-[inside:IN]->(audience)
ON CREATE SET inside.since = $at, inside.audience = row.definition, inside.id = row.owner
