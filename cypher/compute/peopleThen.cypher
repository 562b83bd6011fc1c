// Those of some people who had done anything up to a time, with what they had said of themselves and their accounts by then.
// Traits keep only their newest value, so earlier ones are taken from the identify calls.
// Params: people (segmentIds of roots), until, calls (false: none are asked for)
// Returns: root, accounts (keys), calls ([member's segmentId, member's seq, timestamp, seq, body])
// Index: Profile.segmentId
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
WITH root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
WHERE EXISTS {
  UNWIND members AS member
  MATCH (member)<-[:OF]-(event:Event)
  WHERE event.timestamp <= $until
}
CALL (members) {
  UNWIND members AS member
  MATCH (member)<-[:OF]-(event:Event)
  WHERE $calls AND event.type = 'identify' AND event.timestamp <= $until
  RETURN collect([member.segmentId, member.seq, event.timestamp, event.seq, event.body]) AS calls
}
RETURN root.segmentId AS root, calls, COLLECT {
    UNWIND members AS member
    MATCH (member)-[of:MEMBER_OF]->(account:Account)
    WHERE of.since <= $until
    RETURN DISTINCT account.key
  } AS accounts
