// The management tokens, those of all spaces and those of one, oldest first.
// Params: none
// Returns: id, kind, space ('' for all), name, role, keyKind, expiresAt (each of the last three null if it was not said), createdAt
// Index: label scan over a handful of nodes
MATCH (secret:Secret {kind: 'MANAGEMENT'})
RETURN secret.id AS id, secret.kind AS kind, secret.space AS space, secret.name AS name, secret.role AS role,
       secret.keyKind AS keyKind, secret.expiresAt AS expiresAt, secret.createdAt AS createdAt
ORDER BY secret.createdAt, secret.id
