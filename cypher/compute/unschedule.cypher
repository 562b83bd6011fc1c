// Takes off notes that say when to look at somebody again; the definition may be gone meanwhile.
// Params: rows [{owner (segmentId or Account key), definition (key)}]
// Returns: nothing
// Index: Profile.segmentId, Account.key
UNWIND $rows AS row
CALL (row) {
  MATCH (owner:Profile {segmentId: row.owner}) RETURN owner
  UNION ALL
  MATCH (owner:Account {key: row.owner}) RETURN owner
}
MATCH (owner)-[due:DUE]->(definition)
WHERE definition.key = row.definition
DELETE due
