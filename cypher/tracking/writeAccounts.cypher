// Makes the accounts of group calls, and their members. A late call makes and links, but is not the last one; who belongs to an
// account has since the earliest call that says so.
// Params: space, accounts [{key, groupId, profile (segmentId), at, seq, messageId, sourceId}]
// Returns: nothing
// Index: Account.key, Profile.segmentId
UNWIND $accounts AS row
MERGE (account:Account {key: row.key})
ON CREATE SET account.space = $space, account.groupId = row.groupId, account.createdAt = row.at,
              account.seq = row.seq, account.messageId = row.messageId, account.sourceId = row.sourceId
SET account += CASE WHEN account.updatedAt > row.at THEN {}
                    ELSE {updatedAt: row.at, lastMessageId: row.messageId, lastSourceId: row.sourceId} END
WITH account, row
MATCH (profile:Profile {segmentId: row.profile})
MERGE (profile)-[member:MEMBER_OF]->(account)
ON CREATE SET member.account = row.key, member.since = row.at, member.messageId = row.messageId, member.seq = row.seq
ON MATCH SET member.since = CASE WHEN row.at < member.since THEN row.at ELSE member.since END
