// People in the order of their segmentIds, without those who were merged into others.
// Params: space, after (segmentId, or empty), to (segmentId up to which, or empty: to the end), limit (of profiles that are looked at)
// Returns: segmentId, isChild
// Index: Profile(space, segmentId)
MATCH (profile:Profile)
WHERE profile.space = $space AND profile.segmentId > $after AND ($to = '' OR profile.segmentId <= $to)
RETURN profile.segmentId AS segmentId, profile:Child AS isChild
ORDER BY profile.space, profile.segmentId LIMIT $limit
