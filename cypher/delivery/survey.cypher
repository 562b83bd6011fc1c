// The destinations of a space, with who sends for each and whether something waits.
// Params: space, instance, seconds (how long a sign of life is good for, at most)
// Returns: id, version, active, mine (whether this instance sends for it), free (whether nobody who lives does), due (whether something is
//          to be sent now), syncs (whether a first sync goes on)
// Index: Destination(space, id), Instance.id, Delivery(destination, due), Sync.destination
WITH datetime.realtime() AS now
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > ''
OPTIONAL MATCH (sender:Instance {id: destination.sender})
RETURN destination.id AS id, destination.version AS version,
       destination.enabled AND destination.pausedBecause IS NULL AS active,
       coalesce(destination.sender = $instance, false) AS mine,
       NOT coalesce(now < sender.aliveUntil <= now + duration({seconds: $seconds + 1}), false) AS free,
       EXISTS { MATCH (delivery:Delivery) WHERE delivery.destination = destination.id AND delivery.due <= now } AS due,
       EXISTS { MATCH (sync:Sync {destination: destination.id}) WHERE sync.running } AS syncs
