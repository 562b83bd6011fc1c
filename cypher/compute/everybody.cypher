// A page of people, in order: those that were not merged into others.
// Params: space, after (segmentId), limit
// Returns: root (segmentId)
// Index: Profile(space, segmentId)
MATCH (profile:Profile)
WHERE profile.space = $space AND profile.segmentId > $after AND NOT profile:Child
RETURN profile.segmentId AS root
ORDER BY profile.space, profile.segmentId LIMIT $limit
