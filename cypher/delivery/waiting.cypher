// How much waits for a destination, and since when; and how far its first syncs are.
// Params: destination (id), most (how many are counted)
// Returns: pending, oldest (of the change that waits longest, or null), retrying (how many have failed at least once), syncs ([trait, found,
//          startedAt])
// Index: Delivery(destination, status, place), Sync.destination
CALL () {
  MATCH (delivery:Delivery)
  WHERE delivery.destination = $destination AND delivery.status = 'pending' AND delivery.place > 0
  WITH delivery LIMIT $most
  RETURN count(*) AS pending, min(delivery.at) AS oldest, count(CASE WHEN delivery.attempts > 0 THEN 1 END) AS retrying
}
RETURN pending, oldest, retrying,
       COLLECT { MATCH (sync:Sync {destination: $destination}) WHERE sync.running RETURN [sync.trait, sync.found, sync.startedAt] } AS syncs
