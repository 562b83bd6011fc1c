// What became of the deliveries of a destination, by the minute, oldest first. A minute without any is not there.
// Params: destination (id), from
// Returns: at, delivered, retried, failed, filtered, superseded, latency
// Index: DeliveryMinute(destination, at)
MATCH (minute:DeliveryMinute)
WHERE minute.destination = $destination AND minute.at >= $from
RETURN minute.at AS at, minute.delivered AS delivered, minute.retried AS retried, minute.failed AS failed,
       minute.filtered AS filtered, minute.superseded AS superseded, minute.latency AS latency
ORDER BY at
