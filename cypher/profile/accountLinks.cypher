// The people who are members of an account.
// Params: key (Account), after (segmentId), limit
// Returns: root (canonical segmentId), ids ([type, value, since, sourceId])
// Index: Account.key
MATCH (account:Account {key: $key})<-[:MEMBER_OF]-(profile:Profile)
OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
WITH DISTINCT coalesce(canonical, profile) AS root
WHERE root.segmentId > $after
WITH root ORDER BY root.segmentId LIMIT $limit
CALL (root) {
  UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
  MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
  WITH id, link ORDER BY link.seq, id.key LIMIT 100
  RETURN collect([id.type, id.value, link.since]) AS ids
}
RETURN root.segmentId AS root, ids ORDER BY root
