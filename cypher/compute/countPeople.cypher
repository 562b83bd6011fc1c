// How many people a space has: profiles that were not merged into others. Only indexes are read.
// Params: space
// Returns: people
// Index: Profile(space, segmentId), Child.space
CALL () {
  MATCH (profile:Profile) WHERE profile.space = $space AND profile.segmentId > '' RETURN count(*) AS profiles
}
CALL () {
  MATCH (child:Child) WHERE child.space = $space RETURN count(*) AS children
}
RETURN profiles - children AS people
