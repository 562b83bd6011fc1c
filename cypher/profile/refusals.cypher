// Ledger entries in which something was refused, oldest first: whole events, or some of their IDs.
// Params: space, after (ledger place), outcomes, codes (empty for all), limit
// Returns: decision (map)
// Index: Refusal(space, seq)
MATCH (decision:Refusal)
WHERE decision.space = $space AND decision.seq > $after AND decision.outcome IN $outcomes
  AND (size($codes) = 0 OR any(code IN decision.codes WHERE code IN $codes))
WITH decision ORDER BY decision.space, decision.seq LIMIT $limit
RETURN properties(decision) AS decision
ORDER BY decision.seq
