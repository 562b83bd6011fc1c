// The audiences that some accounts belong to; those that belong to none are left out.
// Params: accounts (keys)
// Returns: key, inside (definition ids)
// Index: Account.key
UNWIND $accounts AS key
MATCH (account:Account {key: key})
WHERE EXISTS { (account)-[:IN]->() }
RETURN account.key AS key, [(account)-[:IN]->(audience) | audience.id] AS inside
