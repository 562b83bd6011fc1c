// The accounts of some people, each with all profiles that were merged into them.
// Params: people (segmentIds of roots)
// Returns: root, accounts (keys); no row for who has none
// Index: Profile.segmentId
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
CALL (root) {
  MATCH (root)-[:MEMBER_OF]->(account:Account)
  RETURN account.key AS key
  UNION
  MATCH (root)<-[:CANONICAL]-(:Profile)-[:MEMBER_OF]->(account:Account)
  RETURN account.key AS key
}
RETURN segmentId AS root, collect(DISTINCT key) AS accounts
