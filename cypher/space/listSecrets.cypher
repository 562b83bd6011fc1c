// The write keys or access tokens of a space, oldest first.
// Params: space, kind
// Returns: id, kind, space, name, role, keyKind, expiresAt (each of the last three null if it was not said), createdAt
// Index: label scan over a handful of nodes
MATCH (secret:Secret {space: $space, kind: $kind})
RETURN secret.id AS id, secret.kind AS kind, secret.space AS space, secret.name AS name, secret.role AS role,
       secret.keyKind AS keyKind, secret.expiresAt AS expiresAt, secret.createdAt AS createdAt
ORDER BY secret.createdAt, secret.id
