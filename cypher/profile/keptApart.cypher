// Whether a person has kept two people apart, and why.
// What were roots a moment ago may have been merged since, so the roots are found here once more.
// Params: one, other (segmentIds)
// Returns: at, by, reason
// Index: Profile.segmentId
MATCH (askedOne:Profile {segmentId: $one})
MATCH (askedOther:Profile {segmentId: $other})
OPTIONAL MATCH (askedOne)-[:CANONICAL]->(aboveOne:Profile)
OPTIONAL MATCH (askedOther)-[:CANONICAL]->(aboveOther:Profile)
WITH coalesce(aboveOne, askedOne) AS one, coalesce(aboveOther, askedOther) AS other
UNWIND [one] + [(one)<-[:CANONICAL]-(child:Profile) | child] AS left
MATCH (left)-[apart:KEPT_APART]-(right:Profile)
WHERE right = other OR EXISTS { (right)-[:CANONICAL]->(other) }
RETURN toString(apart.at) AS at, apart.by AS by, apart.reason AS reason
