// The accounts of some people, each with all profiles that were merged into them.
// Params: people (segmentIds of roots), accounts (how many of each are named)
// Returns: root, accounts (keys); no row for who has none
// Index: Profile.segmentId
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
CALL (root) {
  CALL (root) {
    MATCH (root)-[:MEMBER_OF]->(account:Account)
    RETURN account.key AS key
    UNION
    MATCH (root)<-[:CANONICAL]-(:Profile)-[:MEMBER_OF]->(account:Account)
    RETURN account.key AS key
  }
  RETURN key LIMIT $accounts
}
RETURN segmentId AS root, collect(key) AS accounts
