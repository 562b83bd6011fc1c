// Takes a secret back. The tracking plan of a write key goes with it.
// Params: space, kind, id
// Returns: a row if there was one
// Index: label scan over a handful of nodes, TrackingPlan.key
MATCH (secret:Secret {space: $space, kind: $kind, id: $id})
OPTIONAL MATCH (plan:TrackingPlan {key: secret.space + '/' + secret.id})
WITH secret, plan, secret.id AS id
DELETE secret, plan
RETURN id
