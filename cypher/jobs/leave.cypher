// This instance ends: its leases are free at once.
// Params: id
// Returns: nothing
// Index: Instance.id
MATCH (me:Instance {id: $id})
DELETE me
