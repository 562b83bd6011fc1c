// Deletes a stored list. The caller holds the lock of the space's definitions, and knows that none of them asks for it.
// Params: key
// Returns: nothing
// Index: List.key
MATCH (list:List {key: $key})
DELETE list
