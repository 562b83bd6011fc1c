// What a space keeps of parts of events that were left out, by the write key they came by.
// Params: space, before
// Returns: sourceId, kept (how many), old (those among them that were last seen before a time)
// Index: Violation(space, seenAt)
MATCH (violation:Violation)
WHERE violation.space = $space AND violation.seenAt IS NOT NULL
RETURN violation.sourceId AS sourceId, count(*) AS kept,
       count(CASE WHEN violation.seenAt <= $before THEN 1 END) AS old
