// Forgets parts of events that were left out, the oldest of a write key.
// Params: space, sourceId, limit
// Returns: dropped (how many)
// Index: Violation(space, seenAt)
MATCH (old:Violation)
WHERE old.space = $space AND old.seenAt IS NOT NULL AND old.sourceId = $sourceId
WITH old ORDER BY old.space, old.seenAt, old.key LIMIT $limit
DETACH DELETE old
RETURN count(*) AS dropped
