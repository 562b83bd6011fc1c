// How much waits for a destination, and since when; and how far its syncs are.
// Params: key (of the destination), destination (its id), most (how many are counted that were tried)
// Returns: pending, oldest (of the change that waits longest, or null), retrying (how many have failed at least once, up to most), syncs
//          ([trait, found, startedAt]), enabled, paused, failing and withheld (why; or null), again (when a receiver that is away is tried again, or null)
// Index: Destination.key, Backlog.destination, Delivery(destination, due), Delivery(destination, status, place), Sync.destination
MATCH (destination:Destination {key: $key})
OPTIONAL MATCH (backlog:Backlog {destination: $destination})
RETURN coalesce(backlog.noted, 0) - coalesce(destination.ended, 0) AS pending,
       head(COLLECT {
         MATCH (delivery:Delivery)
         WHERE delivery.destination = $destination AND delivery.status = 'pending' AND delivery.place > 0
         RETURN delivery.notedAt ORDER BY delivery.destination, delivery.status, delivery.place LIMIT 1
       }) AS oldest,
       COUNT {
         MATCH (delivery:Delivery)
         WHERE delivery.destination = $destination AND delivery.due > datetime.realtime()
         WITH delivery LIMIT $most RETURN delivery
       } AS retrying,
       COLLECT { MATCH (sync:Sync {destination: $destination}) WHERE sync.running AND sync.owner IS NULL RETURN [coalesce(sync.trait, ''), sync.found, sync.startedAt] } AS syncs,
       destination.enabled AS enabled, destination.pausedBecause AS paused, destination.failing AS failing, destination.withheldBecause AS withheld,
       destination.triedAgainAt AS again
