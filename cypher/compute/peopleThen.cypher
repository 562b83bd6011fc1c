// Those of some people who had done anything up to a time, and the accounts that they had named by then.
// Params: people (segmentIds of roots), until, accounts (how many of each are named)
// Returns: root, accounts (keys)
// Index: Profile.segmentId
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
WITH root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
WHERE EXISTS {
  UNWIND members AS member
  MATCH (member)<-[:OF]-(event:Event)
  WHERE event.timestamp <= $until
}
RETURN root.segmentId AS root, COLLECT {
    UNWIND members AS member
    MATCH (member)-[of:MEMBER_OF]->(account:Account)
    WHERE of.since <= $until
    RETURN DISTINCT account.key LIMIT $accounts
  } AS accounts
