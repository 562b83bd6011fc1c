// The accounts that a person is a member of.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// Params: root, after (groupId, or ''), limit
// Returns: groupId, createdAt, sourceId
// Index: Profile.segmentId
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
WITH [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
UNWIND members AS member
MATCH (member)-[:MEMBER_OF]->(account:Account)
WHERE account.groupId > $after
WITH DISTINCT account ORDER BY account.groupId LIMIT $limit
RETURN account.groupId AS groupId, account.createdAt AS createdAt, account.sourceId AS sourceId
ORDER BY groupId
