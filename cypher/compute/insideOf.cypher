// Which of some audiences some accounts belong to; those that belong to none are left out.
// Params: accounts (keys), audiences (definition ids)
// Returns: key, inside (definition ids)
// Index: Account.key
UNWIND $accounts AS key
MATCH (account:Account {key: key})
WITH account, [(account)-[:IN]->(audience) WHERE audience.id IN $audiences | audience.id] AS inside
WHERE size(inside) > 0
RETURN account.key AS key, inside
