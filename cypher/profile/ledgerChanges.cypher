// The ledger of a space without the events that only met known IDs, oldest first: each of the others has an entry.
// Params: space, after (ledger place), outcomes (not attached, which has entries only at times), limit
// Returns: decision (map)
// Index: Decision(space, seq)
MATCH (decision:Decision)
WHERE decision.space = $space AND decision.seq > $after AND decision.outcome IN $outcomes
WITH decision ORDER BY decision.space, decision.seq LIMIT $limit
RETURN properties(decision) AS decision
ORDER BY decision.seq
