// history-drawing: One person's history, drawn: the decisions about each profile. The number of a decision is its place in the
// ledger of the space, so a smaller number came first.
// Look at: green decisions that touch two profiles are the merges. Red ones refused an ID; a red edge leads to it.
// The first 40 decisions are drawn; history lists up to 1,000.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:ada.novak@mail.example';
// Returns: about, refused, both for the drawing
// Index: ExternalId.key, Profile.segmentId
CALL () {
  MATCH (:ExternalId {key: $space + '/' + $id})-[:IDENTIFIES]->(found:Profile)
  RETURN found
  UNION
  MATCH (found:Profile {segmentId: $id})
  WHERE found.space = $space
  RETURN found
}
OPTIONAL MATCH (found)-[:CANONICAL]->(parent:Profile)
WITH coalesce(parent, found) AS root
MATCH (root)<-[:CANONICAL*0..1]-(:Profile)<-[:ABOUT]-(decision:Decision)
WITH DISTINCT decision
ORDER BY decision.seq
LIMIT 40
RETURN COLLECT { MATCH about = (decision)-[:ABOUT]->(:Profile) RETURN about } AS about,
       COLLECT { MATCH refused = (decision)-[:REFUSED]->() RETURN refused } AS refused
