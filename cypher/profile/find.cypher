// The canonical profile of many people at once.
// Params: asked [{index, key (ExternalId) or segmentId, space}]
// Returns: index, root (segmentId)
// Index: ExternalId.key, Profile.segmentId
UNWIND $asked AS asked
CALL (asked) {
  MATCH (:ExternalId {key: asked.key})-[:IDENTIFIES]->(profile:Profile)
  RETURN profile
  UNION ALL
  MATCH (profile:Profile {segmentId: asked.segmentId})
  WHERE profile.space = asked.space
  RETURN profile
}
OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
RETURN asked.index AS index, coalesce(canonical, profile).segmentId AS root
