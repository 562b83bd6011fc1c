// Whether anyone can manage this service.
// Params: none
// Returns: present
// Index: label scan over a handful of nodes
RETURN EXISTS { MATCH (secret:Secret {kind: 'MANAGEMENT'}) } AS present
