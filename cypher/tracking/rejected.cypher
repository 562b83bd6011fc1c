// Events that were not taken, newest first.
// Params: space, codes (empty for all), at and messageId (go on after), limit
// Returns: messageId, code, message, body, sourceId, receivedAt, times
// Index: Rejected(space, receivedAt)
MATCH (rejected:Rejected)
WHERE rejected.space = $space AND rejected.receivedAt <= $at
  AND (rejected.receivedAt < $at OR rejected.messageId < $messageId)
  AND (size($codes) = 0 OR rejected.code IN $codes)
RETURN rejected.messageId AS messageId, rejected.code AS code, rejected.message AS message, rejected.body AS body,
       rejected.sourceId AS sourceId, rejected.receivedAt AS receivedAt, rejected.times AS times
ORDER BY rejected.receivedAt DESC, rejected.messageId DESC LIMIT $limit
