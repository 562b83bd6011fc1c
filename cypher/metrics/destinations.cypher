// How it stands with the destinations of each space, for those who watch the service. Spaces are named one by one up to a number, those where
// something waits longest first; the others are one line.
// Params: most (spaces named one by one)
// Returns: one row: spaces ([space, changes that wait, seconds of the change that waits longest, paused destinations, failing ones]), others (the
//   same without the space, as sums and the longest), more (whether there are others)
// Index: Destination(space, id), Backlog.destination, Delivery(destination, status, place)
WITH datetime.realtime() AS now
MATCH (destination:Destination)
WHERE destination.space > '' AND destination.id > ''
OPTIONAL MATCH (backlog:Backlog {destination: destination.id})
CALL (destination) {
  MATCH (delivery:Delivery)
  WHERE delivery.destination = destination.id AND delivery.status = 'pending' AND delivery.place > 0
  WITH delivery ORDER BY delivery.destination, delivery.status, delivery.place LIMIT 1
  RETURN collect(delivery.notedAt) AS oldest
}
WITH now, destination.space AS space, coalesce(backlog.noted, 0) - coalesce(destination.ended, 0) AS waiting, head(oldest) AS oldest,
  CASE WHEN destination.enabled AND destination.pausedBecause IS NOT NULL THEN 1 ELSE 0 END AS paused,
  CASE WHEN destination.failing IS NOT NULL THEN 1 ELSE 0 END AS failing
WITH space, sum(waiting) AS waiting,
  max(CASE WHEN oldest IS :: ZONED DATETIME NOT NULL THEN (now.epochMillis - oldest.epochMillis) / 1000.0 ELSE 0.0 END) AS seconds,
  sum(paused) AS paused, sum(failing) AS failing
ORDER BY seconds DESC, waiting DESC
WITH collect([space, waiting, seconds, paused, failing]) AS rows
RETURN rows[..$most] AS spaces, [reduce(total = 0, one IN rows[$most..] | toInteger(total + one[1])),
  reduce(longest = 0.0, one IN rows[$most..] | CASE WHEN one[2] > longest THEN one[2] ELSE longest END),
  reduce(total = 0, one IN rows[$most..] | toInteger(total + one[3])), reduce(total = 0, one IN rows[$most..] | toInteger(total + one[4]))] AS others,
  size(rows) > $most AS more
