// Whether what waits for another attempt may be made due at once: not if that was done a moment ago.
// Params: key (of the destination, which the caller holds), seconds (between two times at least)
// Returns: a row if it may; then this is noted
// Index: Destination.key
MATCH (destination:Destination {key: $key})
WITH destination, datetime.realtime() AS now
WHERE NOT coalesce(destination.hastenedAt <= now < destination.hastenedAt + duration({seconds: $seconds}), false)
SET destination.hastenedAt = now, destination.hastening = true
RETURN destination.id AS id
