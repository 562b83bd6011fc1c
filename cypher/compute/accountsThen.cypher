// Those of some accounts that had been named up to a time, with who belonged to them.
// Params: accounts (keys), until, members (how many of each are named)
// Returns: key, members (canonical segmentIds)
// Index: Account.key
UNWIND $accounts AS key
MATCH (account:Account {key: key})
WHERE EXISTS { MATCH (account)<-[of:MEMBER_OF]-(:Profile) WHERE of.since <= $until }
CALL (account) {
  MATCH (account)<-[of:MEMBER_OF]-(profile:Profile)
  WHERE of.since <= $until
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  WITH DISTINCT coalesce(canonical, profile) AS member LIMIT $members
  RETURN collect(member.segmentId) AS members
}
RETURN account.key AS key, members
