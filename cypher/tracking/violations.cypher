// Parts of events that could not be read and were left out, the last seen first.
// Params: space, codes (empty for all), at and key (go on after), limit
// Returns: key, code, field, value, message (null if the code says all), messageId, sourceId, firstSeenAt, seenAt, times
// Index: Violation(space, seenAt)
MATCH (violation:Violation)
WHERE violation.space = $space AND violation.seenAt <= $at
  AND CASE WHEN violation.seenAt = $at THEN violation.key < $key ELSE true END
  AND (size($codes) = 0 OR violation.code IN $codes)
WITH violation ORDER BY violation.space DESC, violation.seenAt DESC, violation.key DESC LIMIT $limit
RETURN violation.key AS key, violation.code AS code, violation.field AS field, violation.value AS value,
       violation.message AS message,
       violation.messageId AS messageId, violation.sourceId AS sourceId, violation.firstSeenAt AS firstSeenAt,
       violation.seenAt AS seenAt, violation.times AS times
ORDER BY violation.seenAt DESC, violation.key DESC
