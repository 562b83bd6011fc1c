// What some secrets open, those that open something.
// Params: hashes
// Returns: hash, id, kind, space
// Index: Secret.hash
UNWIND $hashes AS hash
MATCH (secret:Secret {hash: hash})
RETURN hash, secret.id AS id, secret.kind AS kind, secret.space AS space
