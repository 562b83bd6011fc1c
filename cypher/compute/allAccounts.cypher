// A page of accounts, in order.
// Params: space, after (groupId), limit
// Returns: key, groupId
// Index: Account(space, groupId)
MATCH (account:Account)
WHERE account.space = $space AND account.groupId > $after
RETURN account.key AS key, account.groupId AS groupId
ORDER BY account.space, account.groupId LIMIT $limit
