// Pauses a destination for which too much waits, or for too long: what waits is dropped, and nothing is noted for it until it is resumed. The
// caller holds the outbox.
// Params: key (of the destination), why
// Returns: nothing
// Index: Destination.key
MATCH (destination:Destination {key: $key})
SET destination.muted = coalesce(destination.muted, datetime.realtime()),
    destination.pausedBecause = coalesce(destination.pausedBecause, $why)
