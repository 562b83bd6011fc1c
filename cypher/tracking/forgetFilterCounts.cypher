// Forgets what was counted of filters that are gone.
// Params: keys ('<space>/<name of the filter>')
// Returns: nothing
// Index: FilterCount.key
UNWIND $keys AS key
MATCH (count:FilterCount {key: key})
DELETE count
