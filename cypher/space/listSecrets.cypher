// The secrets of a space, oldest first.
// Params: space, kind
// Returns: id, name, createdAt
// Index: label scan over a handful of nodes
MATCH (secret:Secret {space: $space, kind: $kind})
RETURN secret.id AS id, secret.name AS name, secret.createdAt AS createdAt
ORDER BY secret.createdAt, secret.id
