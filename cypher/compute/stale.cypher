// Who was marked to be looked at again whatever happened, such as both sides of an unmerge. The marks are taken off.
// Params: space, limit
// Returns: root (segmentId)
// Index: Stale.space
MATCH (profile:Stale)
WHERE profile.space = $space
WITH profile LIMIT $limit
REMOVE profile:Stale
WITH profile
CALL (profile) {
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  RETURN canonical
}
RETURN DISTINCT coalesce(canonical, profile).segmentId AS root
