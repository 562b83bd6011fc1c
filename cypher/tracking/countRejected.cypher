// What a space keeps of what was refused, by the write key it came by.
// Params: space, before
// Returns: sourceId, kept (how many), old (those among them that were last sent before a time)
// Index: Rejected(space, receivedAt)
MATCH (rejected:Rejected)
WHERE rejected.space = $space AND rejected.receivedAt IS NOT NULL
RETURN rejected.sourceId AS sourceId, count(*) AS kept,
       count(CASE WHEN rejected.receivedAt <= $before THEN 1 END) AS old
