// Some people from a place on, in order: those that were not merged into others.
// Params: space, skip (how many stand before the first), limit
// Returns: root (segmentId)
// Index: Profile(space, segmentId)
MATCH (profile:Profile)
WHERE profile.space = $space AND profile.segmentId > '' AND NOT profile:Child
RETURN profile.segmentId AS root
ORDER BY profile.space, profile.segmentId SKIP $skip LIMIT $limit
