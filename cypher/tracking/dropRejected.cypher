// Forgets what was refused, oldest first, some at a time: what is older than a time, and what is beyond the newest. With
// an event that was refused its entry in the ledger goes. The write on the ledger keeps two of these apart.
// Params: space, before, most (of a space), limit
// Returns: dropped (how many)
// Index: Ledger.space, Rejected(space, receivedAt), Decision.key
MATCH (ledger:Ledger {space: $space})
SET ledger.seq = ledger.seq + 0
WITH COLLECT {
  MATCH (rejected:Rejected)
  WHERE rejected.space = $space AND rejected.receivedAt IS NOT NULL
  RETURN rejected.receivedAt ORDER BY rejected.receivedAt DESC SKIP $most LIMIT 1
}[0] AS beyond
WITH CASE WHEN beyond > $before THEN beyond ELSE $before END AS until
MATCH (old:Rejected)
WHERE old.space = $space AND old.receivedAt <= until
WITH old ORDER BY old.receivedAt LIMIT $limit
OPTIONAL MATCH (decision:Decision {key: old.space + '/refused/' + old.messageId})
DETACH DELETE old, decision
RETURN count(*) AS dropped
