// Stores the hash of a secret, and what it opens. One that is there already stays as it is.
// Params: hash, properties {id, kind, space ('' for a management token that opens all), name, role (of a management token),
//         keyKind (of a write key), expiresAt (if it ends), createdAt}
// Returns: nothing
// Index: Secret.hash
MERGE (secret:Secret {hash: $hash})
ON CREATE SET secret += $properties
