// Takes people and accounts out of audiences.
// Params: rows [{owner (segmentId or Account key), definition (key)}]
// Returns: nothing
// Index: Profile.segmentId, Account.key
UNWIND $rows AS row
CALL (row) {
  MATCH (owner:Profile {segmentId: row.owner}) RETURN owner
  UNION ALL
  MATCH (owner:Account {key: row.owner}) RETURN owner
}
MATCH (owner)-[inside:IN]->(audience:Definition {key: row.definition})
DELETE inside
