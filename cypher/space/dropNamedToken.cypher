// Takes back the management tokens of a name, but for one secret.
// Params: name, hash (of the one that stays)
// Returns: nothing
// Index: label scan over a handful of nodes
MATCH (secret:Secret {space: '', kind: 'MANAGEMENT', name: $name})
WHERE secret.hash <> $hash
DELETE secret
