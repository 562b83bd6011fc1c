// Why two people are not one: ledger entries about the one in which an ID of the other was refused.
// What were roots a moment ago may have been merged since, so the roots are found here once more.
// Params: one, other (segmentIds), limit
// Returns: decision (map), in ledger order
// Index: Profile.segmentId
UNWIND [[$one, $other], [$other, $one]] AS pair
MATCH (askedLeft:Profile {segmentId: pair[0]})
MATCH (askedRight:Profile {segmentId: pair[1]})
OPTIONAL MATCH (askedLeft)-[:CANONICAL]->(aboveLeft:Profile)
OPTIONAL MATCH (askedRight)-[:CANONICAL]->(aboveRight:Profile)
WITH coalesce(aboveLeft, askedLeft) AS left, coalesce(aboveRight, askedRight) AS right
WITH [left] + [(left)<-[:CANONICAL]-(child:Profile) | child] AS lefts,
     [right] + [(right)<-[:CANONICAL]-(child:Profile) | child] AS rights
WITH lefts, COLLECT { UNWIND rights AS r MATCH (r)<-[:IDENTIFIES]-(id:ExternalId) RETURN id.type + ':' + id.value } AS ids
UNWIND lefts AS member
MATCH (member)<-[:ABOUT]-(decision:Refusal)
WHERE any(id IN decision.refused + coalesce(decision.notAllowed, []) WHERE id IN ids)
WITH DISTINCT decision ORDER BY decision.seq LIMIT $limit
RETURN properties(decision) AS decision
ORDER BY decision.seq
