// Notes parts of events that could not be read and were left out. The same from the same write key is counted, not multiplied.
// Params: space, violations [{key, code, field, value, message (null if the code says all), messageId, sourceId, at, times}]
// Returns: nothing
// Index: Violation.key
UNWIND $violations AS row
MERGE (violation:Violation {key: row.key})
ON CREATE SET violation.space = $space, violation.code = row.code, violation.field = row.field,
              violation.value = row.value, violation.sourceId = row.sourceId, violation.firstSeenAt = row.at,
              violation.times = 0
SET violation.message = row.message, violation.messageId = row.messageId, violation.seenAt = row.at, violation.times = violation.times + row.times
