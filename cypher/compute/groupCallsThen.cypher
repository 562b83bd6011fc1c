// All that the group calls of the members of some accounts had said up to a time, one call a row; a member's calls may be about
// other accounts too.
// Params: accounts (keys), until
// Returns: key, groupId, timestamp, seq, body
// Index: Account.key
UNWIND $accounts AS key
MATCH (account:Account {key: key})<-[of:MEMBER_OF]-(profile:Profile)
WHERE of.since <= $until
MATCH (profile)<-[:OF]-(event:Event)
WHERE event.type = 'group' AND event.timestamp <= $until
RETURN account.key AS key, account.groupId AS groupId, event.timestamp AS timestamp, event.seq AS seq, event.body AS body
