// What some secrets open, those that open something.
// Params: hashes
// Returns: hash, id, kind, space, name, role, keyKind, expiresAt (each of the last three null if it was not said)
// Index: Secret.hash
UNWIND $hashes AS hash
MATCH (secret:Secret {hash: hash})
RETURN hash, secret.id AS id, secret.kind AS kind, secret.space AS space, secret.name AS name, secret.role AS role,
       secret.keyKind AS keyKind, secret.expiresAt AS expiresAt
