// The profiles of a person that have events, and how many each has.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// Params: root
// Returns: owner (segmentId), events (how many)
// Index: Profile.segmentId
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
WITH member.segmentId AS owner, COUNT { (member)<-[:OF]-() } AS events
WHERE events > 0
RETURN owner, events
