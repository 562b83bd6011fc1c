// Why an ID that nobody has is not an ID of this person: the entries about the person in which it was refused.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// Params: root, id (type:value), limit
// Returns: decision (map), in ledger order
// Index: Profile.segmentId
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
MATCH (member)<-[:ABOUT]-(decision:Refusal)
WHERE $id IN decision.refused + coalesce(decision.notAllowed, [])
WITH DISTINCT decision ORDER BY decision.seq LIMIT $limit
RETURN properties(decision) AS decision
ORDER BY decision.seq
