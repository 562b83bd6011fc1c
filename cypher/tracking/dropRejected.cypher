// Forgets what was refused, the oldest of some write keys. With an event that was refused its entry in the ledger goes,
// unless that is of another key's event of the same message ID.
// Params: space, drops {sourceId: how many}
// Returns: dropped (how many)
// Index: Rejected(space, receivedAt), Decision.key
MATCH (rejected:Rejected)
WHERE rejected.space = $space AND rejected.receivedAt IS NOT NULL AND $drops[rejected.sourceId] > 0
WITH rejected ORDER BY rejected.receivedAt, rejected.messageId
WITH rejected.sourceId AS sourceId, collect(rejected) AS oldestFirst
UNWIND oldestFirst[..$drops[sourceId]] AS old
OPTIONAL MATCH (decision:Decision {key: old.space + '/refused/' + old.messageId})
WHERE coalesce(decision.sourceId, old.sourceId) = old.sourceId
DETACH DELETE old, decision
RETURN count(*) AS dropped
