// The destinations of a space, with whether somebody sends for each and whether something waits.
// Params: space, seconds (how long a claim is good for, at most)
// Returns: id, version, active, free (whether nobody sends for it), due (whether something is to be sent now), syncs (whether a first sync
//          goes on), behind (whether it follows the ledger and has not read all of it, or it is time to tell of a merge)
// Index: Destination(space, id), Delivery(destination, due), Sync.destination, Ledger.space, PendingAlias(destination, due)
WITH datetime.realtime() AS now
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > ''
RETURN destination.id AS id, destination.version AS version,
       destination.enabled AND destination.pausedBecause IS NULL AS active,
       NOT coalesce(now < destination.sendingUntil <= now + duration({seconds: $seconds + 1}), false) AS free,
       EXISTS { MATCH (delivery:Delivery) WHERE delivery.destination = destination.id AND delivery.due <= now } AS due,
       EXISTS { MATCH (sync:Sync {destination: destination.id}) WHERE sync.running } AS syncs,
       (coalesce(destination.follows, false)
         AND EXISTS { MATCH (ledger:Ledger {space: $space}) WHERE ledger.seq > destination.ledger })
       OR (coalesce(destination.aliases, false)
         AND EXISTS { MATCH (pending:PendingAlias) WHERE pending.destination = destination.id AND pending.due <= now }) AS behind
