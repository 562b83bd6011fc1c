// What a secret opens.
// Params: hash
// Returns: id, kind, space
// Index: Secret.hash
MATCH (secret:Secret {hash: $hash})
RETURN secret.id AS id, secret.kind AS kind, secret.space AS space
