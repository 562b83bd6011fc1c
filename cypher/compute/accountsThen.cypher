// Those of some accounts that had been named up to a time, with who belonged to them, and all that their members' group calls
// had said by then.
// Params: accounts (keys), until, calls (false: none are asked for)
// Returns: key, groupId, members (canonical segmentIds), calls ([member's segmentId, 0, timestamp, seq, body])
// Index: Account.key
UNWIND $accounts AS key
MATCH (account:Account {key: key})<-[of:MEMBER_OF]-(profile:Profile)
WHERE of.since <= $until
OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
WITH account, collect(profile) AS profiles, collect(DISTINCT coalesce(canonical, profile).segmentId) AS members
CALL (profiles) {
  UNWIND profiles AS member
  MATCH (member)<-[:OF]-(event:Event)
  WHERE $calls AND event.type = 'group' AND event.timestamp <= $until
  RETURN collect([member.segmentId, 0, event.timestamp, event.seq, event.body]) AS calls
}
RETURN account.key AS key, account.groupId AS groupId, members, calls
