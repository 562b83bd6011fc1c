// Counts what became of deliveries, by the minute.
// Params: key ('<destination>/<minute>'), destination (id), at (the minute), counts {delivered, retried, failed, filtered, superseded},
//         latency (delivered by how long they took since they were noted: one number for each of Latency's steps)
// Returns: nothing
// Index: DeliveryMinute.key
MERGE (minute:DeliveryMinute {key: $key})
ON CREATE SET minute.destination = $destination, minute.at = $at, minute.latency = [_ IN $latency | 0], minute.delivered = 0,
              minute.retried = 0, minute.failed = 0, minute.filtered = 0, minute.superseded = 0
SET minute.delivered = minute.delivered + $counts.delivered, minute.retried = minute.retried + $counts.retried,
    minute.failed = minute.failed + $counts.failed, minute.filtered = minute.filtered + $counts.filtered,
    minute.superseded = minute.superseded + $counts.superseded,
    minute.latency = [i IN range(0, size($latency) - 1) | minute.latency[i] + $latency[i]]
