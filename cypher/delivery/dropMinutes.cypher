// Forgets figures of long ago.
// Params: destination (id), before, limit
// Returns: dropped (how many)
// Index: DeliveryMinute(destination, at)
MATCH (minute:DeliveryMinute)
WHERE minute.destination = $destination AND minute.at < $before
WITH minute LIMIT $limit
DELETE minute
RETURN count(*) AS dropped
