// Takes a secret back.
// Params: space, kind, id
// Returns: a row if there was one
// Index: label scan over a handful of nodes
MATCH (secret:Secret {space: $space, kind: $kind, id: $id})
WITH secret, secret.id AS id
DELETE secret
RETURN id
