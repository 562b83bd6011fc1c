// Events that were not taken, newest first.
// Params: space, codes (empty for all), at and key (go on after), limit
// Returns: key, messageId, code, message, body, sourceId, receivedAt, times
// Index: Rejected(space, receivedAt)
MATCH (rejected:Rejected)
WHERE rejected.space = $space AND rejected.receivedAt <= $at
  AND CASE WHEN rejected.receivedAt = $at THEN rejected.key < $key ELSE true END
  AND (size($codes) = 0 OR rejected.code IN $codes)
WITH rejected ORDER BY rejected.space DESC, rejected.receivedAt DESC, rejected.key DESC LIMIT $limit
RETURN rejected.key AS key, rejected.messageId AS messageId, rejected.code AS code, rejected.message AS message,
       rejected.body AS body, rejected.sourceId AS sourceId, rejected.receivedAt AS receivedAt, rejected.times AS times
ORDER BY rejected.receivedAt DESC, rejected.key DESC
