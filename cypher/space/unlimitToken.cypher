// Makes a management token that of the settings, with every right for ever: it may have been made with fewer before.
// Params: hash, name
// Returns: nothing
// Index: Secret.hash
MATCH (secret:Secret {hash: $hash})
WHERE secret.kind = 'MANAGEMENT'
SET secret.name = $name, secret.space = '', secret.role = 'admin', secret.expiresAt = null
