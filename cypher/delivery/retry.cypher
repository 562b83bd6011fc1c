// Sends again what has failed for good, a page at a time, oldest first. What a later change of the same person and
// definition has made old is not sent again.
// Params: key (of the destination), destination (its id), after (place), places (only these; empty for all), limit, dryRun
// Returns: looked, retried, old (how many a later one has made old), last (place, or null), oldest (of the changes that are sent again, or null)
// Index: Destination.key, Delivery(destination, status, place), Delivery(owner, destination)
MATCH (at:Destination {key: $key})
FOREACH (_ IN CASE WHEN $dryRun THEN [] ELSE [1] END | SET at.lockedBy = 'retry')
WITH at
CALL () {
  MATCH (delivery:Delivery)
  WHERE delivery.destination = $destination AND delivery.status = 'failed' AND delivery.place > $after
    AND (size($places) = 0 OR delivery.place IN $places)
  WITH delivery ORDER BY delivery.place LIMIT $limit
  WITH delivery, EXISTS {
      MATCH (later:Delivery)
      WHERE later.destination = $destination AND later.owner = delivery.owner AND later.definition = delivery.definition
        AND later.place > delivery.place AND later.status <> 'failed'
    } AS old
  FOREACH (_ IN CASE WHEN $dryRun OR old THEN [] ELSE [1] END |
    SET delivery.status = 'pending', delivery.due = datetime.realtime(), delivery.notedAt = datetime.realtime(), delivery.attempts = 0, delivery.doneAt = null,
        delivery.sample = null)
  FOREACH (_ IN CASE WHEN $dryRun OR NOT old THEN [] ELSE [1] END | SET delivery.status = 'superseded')
  RETURN count(*) AS looked, count(CASE WHEN NOT old THEN 1 END) AS retried, count(CASE WHEN old THEN 1 END) AS old,
         max(delivery.place) AS last, min(CASE WHEN NOT old THEN delivery.at END) AS oldest
}
FOREACH (_ IN CASE WHEN $dryRun THEN [] ELSE [1] END | SET at.ended = coalesce(at.ended, 0) - retried)
RETURN looked, retried, old, last, oldest
