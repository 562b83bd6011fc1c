// An account, and when it was first and last heard of.
// Params: key (Account)
// Returns: groupId, createdAt, firstMessageId, firstSourceId, updatedAt, lastMessageId, lastSourceId
// Index: Account.key
MATCH (account:Account {key: $key})
RETURN account.groupId AS groupId, account.createdAt AS createdAt, account.messageId AS firstMessageId,
       account.sourceId AS firstSourceId, account.updatedAt AS updatedAt, account.lastMessageId AS lastMessageId,
       account.lastSourceId AS lastSourceId
