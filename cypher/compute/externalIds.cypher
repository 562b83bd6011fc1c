// The external IDs of some people and accounts, the first hundred of each.
// Params: owners (segmentIds of roots, and Account keys)
// Returns: owner, ids ([type, value])
// Index: Profile.segmentId, Account.key
UNWIND $owners AS name
CALL (name) {
  MATCH (root:Profile {segmentId: name})
  UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
  MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
  WITH id, link ORDER BY link.seq, id.key LIMIT 100
  RETURN collect([id.type, id.value]) AS ids
  UNION ALL
  MATCH (account:Account {key: name})
  RETURN collect(['group_id', account.groupId]) AS ids
}
WITH name, ids WHERE size(ids) > 0
RETURN name AS owner, ids
