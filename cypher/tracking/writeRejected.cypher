// Keeps events that were not taken. One that is sent again by the same write key is counted, not multiplied. What is
// brought once is the same event if it comes again.
// Params: space, rejected [{key, messageId, code, message, body, sourceId, once, at}]
// Returns: nothing
// Index: Rejected.key
UNWIND $rejected AS row
MERGE (rejected:Rejected {key: row.key})
ON CREATE SET rejected.space = $space, rejected.messageId = row.messageId, rejected.times = 0
SET rejected.code = row.code, rejected.message = row.message, rejected.body = row.body,
    rejected.sourceId = row.sourceId, rejected.receivedAt = row.at,
    rejected.times = CASE WHEN row.once THEN 1 ELSE rejected.times + 1 END
