// How many events some filters have kept out.
// Params: keys ('<space>/<name of the filter>')
// Returns: key, dropped, lastDroppedAt
// Index: FilterCount.key
UNWIND $keys AS key
MATCH (count:FilterCount {key: key})
RETURN key, count.dropped AS dropped, count.lastDroppedAt AS lastDroppedAt
