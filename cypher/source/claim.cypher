// Takes the right to take the events of a source for some seconds, if nobody has it. The first SET is there for its lock. What lies further
// ahead than it can have been set comes from before the clock was set back, and is over.
// Params: key (of the source), token (of a run of an instance), seconds
// Returns: a row if the run has it now
// Index: Source.key
MATCH (source:Source {key: $key})
SET source.lockedBy = $token
WITH source, datetime.realtime() AS now
WHERE NOT coalesce(now < source.runningUntil <= now + duration({seconds: $seconds + 1}), false)
SET source.runner = $token, source.runningUntil = now + duration({seconds: $seconds})
RETURN source.id AS id
