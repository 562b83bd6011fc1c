// Stores the hash of a secret. One that is there already stays as it is.
// Params: hash, id, kind, space ('' for management), name, at
// Returns: nothing
// Index: Secret.hash
MERGE (secret:Secret {hash: $hash})
ON CREATE SET secret.id = $id, secret.kind = $kind, secret.space = $space, secret.name = $name,
              secret.createdAt = $at
