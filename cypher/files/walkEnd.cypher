// Up to where a run of the walk over everybody goes.
// Params: space, after (segmentId, or empty), skip (how many are before it)
// Returns: segmentId (no row if there are fewer)
// Index: Profile(space, segmentId)
MATCH (profile:Profile)
WHERE profile.space = $space AND profile.segmentId > $after
RETURN profile.segmentId AS segmentId
ORDER BY profile.space, profile.segmentId SKIP $skip LIMIT 1
