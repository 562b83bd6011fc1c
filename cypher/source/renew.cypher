// Keeps the right to take the events of a source for some more seconds, and notes what has come.
// Params: key (of the source), token (of the run that has it), seconds, accepted, repeated, rejected (events, since the last time), lag
//         (events that wait, or null), failing (why it does not get on, or null)
// Returns: version, active (whether events are wanted); no row if another has taken the right
// Index: Source.key
MATCH (source:Source {key: $key})
SET source.lockedBy = $token
WITH source, datetime.realtime() AS now
WHERE source.runner = $token
SET source.runningUntil = now + duration({seconds: $seconds}),
    source.accepted = coalesce(source.accepted, 0) + $accepted, source.repeated = coalesce(source.repeated, 0) + $repeated,
    source.rejected = coalesce(source.rejected, 0) + $rejected, source.lag = $lag, source.failing = $failing,
    source.lastEventAt = CASE WHEN $accepted + $repeated + $rejected > 0 THEN now ELSE source.lastEventAt END
RETURN source.version AS version, source.enabled AND source.pausedBecause IS NULL AS active
