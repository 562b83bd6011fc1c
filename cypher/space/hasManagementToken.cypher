// Whether anyone can manage all of this service: tokens without a role have every right.
// Params: now
// Returns: present
// Index: label scan over a handful of nodes
RETURN EXISTS {
  MATCH (secret:Secret {kind: 'MANAGEMENT', space: ''})
  WHERE coalesce(secret.role, 'admin') = 'admin' AND (secret.expiresAt IS NULL OR secret.expiresAt > $now)
} AS present
