// Counts events that filters have kept out. The first SET holds the lock of the node before the count is read.
// Params: counts [{key ('<space>/<name of the filter>'), dropped, at}]
// Returns: nothing
// Index: FilterCount.key
UNWIND $counts AS row
MERGE (count:FilterCount {key: row.key})
SET count.lastDroppedAt = row.at
WITH count, row
SET count.dropped = coalesce(count.dropped, 0) + row.dropped
