// The sources, of all spaces, whose events are wanted and nobody takes.
// Params: seconds (how long a claim is good for, at most)
// Returns: space, id, version
// Index: Source.space
WITH datetime.realtime() AS now
MATCH (source:Source)
WHERE source.space > '' AND source.enabled AND source.pausedBecause IS NULL
      AND NOT coalesce(now < source.runningUntil <= now + duration({seconds: $seconds + 1}), false)
RETURN source.space AS space, source.id AS id, source.version AS version
