// Those of some accounts that had been named up to a time, with who belonged to them.
// Params: accounts (keys), until
// Returns: key, members (canonical segmentIds)
// Index: Account.key
UNWIND $accounts AS key
MATCH (account:Account {key: key})<-[of:MEMBER_OF]-(profile:Profile)
WHERE of.since <= $until
OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
RETURN account.key AS key, collect(DISTINCT coalesce(canonical, profile).segmentId) AS members
