// The destinations of a space, with whether somebody sends for each and whether something waits.
// Params: space, seconds (how long a claim is good for, at most), pause (seconds for which a receiver that is away is left alone, at most)
// Returns: id, tool (whether it is one of the catalogue), active, muted (whether what waits is being dropped), free (whether nobody sends for it), due (whether something is to be sent
//          now), syncs (whether a sync goes on), failing (whether the receiver took nothing the last time), pending (how much waits), kept (how
//          many deliveries have ended, and are kept), oldest (since when it waits that waits longest, or null), behind
//          (whether it follows the ledger and has not read all of it, or it is time to tell of a merge)
// Index: Destination(space, id), Delivery(destination, due), Delivery(destination, status, place), Sync.destination, Backlog.destination, Ledger.space,
//        PendingAlias(destination, due)
WITH datetime.realtime() AS now
MATCH (destination:Destination)
WHERE destination.space = $space AND destination.id > ''
OPTIONAL MATCH (backlog:Backlog {destination: destination.id})
WITH now, destination, coalesce(destination.ended, 0) AS ended, coalesce(backlog.noted, 0) AS noted
RETURN destination.id AS id, destination.kind STARTS WITH 'catalogue:' AS tool, destination.enabled AND destination.pausedBecause IS NULL AS active, destination.muted IS NOT NULL AS muted,
       NOT coalesce(now < destination.sendingUntil <= now + duration({seconds: $seconds + 1}), false) AS free,
       NOT coalesce(now < destination.triedAgainAt <= now + duration({seconds: $pause + 1}), false)
         AND EXISTS { MATCH (delivery:Delivery) WHERE delivery.destination = destination.id AND delivery.due <= now } AS due,
       EXISTS { MATCH (sync:Sync {destination: destination.id}) WHERE sync.running } AS syncs,
       destination.failing IS NOT NULL AS failing, noted - ended AS pending, ended - coalesce(destination.forgotten, 0) AS kept,
       head(COLLECT {
         MATCH (delivery:Delivery)
         WHERE delivery.destination = destination.id AND delivery.status = 'pending' AND delivery.place > 0
         RETURN delivery.notedAt ORDER BY delivery.destination, delivery.status, delivery.place LIMIT 1
       }) AS oldest,
       NOT coalesce(now < destination.triedAgainAt <= now + duration({seconds: $pause + 1}), false)
         AND ((coalesce(destination.follows, false)
             AND EXISTS { MATCH (ledger:Ledger {space: $space}) WHERE ledger.seq > destination.ledger })
           OR (coalesce(destination.aliases, false)
             AND EXISTS { MATCH (pending:PendingAlias) WHERE pending.destination = destination.id AND pending.due <= now })) AS behind
