// What counts towards the limits of some people: their profiles, when each ID was linked, and whom they are kept from.
// Params: roots (segmentIds of canonical profiles)
// Returns: a row for each: root, children (segmentIds), links ([type, since]), apart (segmentIds)
// Index: Profile.segmentId
UNWIND $roots AS segmentId
MATCH (root:Profile {segmentId: segmentId})
WITH root, [(root)<-[:CANONICAL]-(child:Profile) | child] AS children
CALL (root, children) {
  UNWIND [root] + children AS member
  MATCH (member)<-[link:IDENTIFIES]-(id:ExternalId)
  RETURN collect([id.type, link.since]) AS links
}
CALL (root, children) {
  UNWIND [root] + children AS member
  MATCH (member)-[:KEPT_APART]-(other:Profile)
  RETURN collect(DISTINCT other.segmentId) AS apart
}
RETURN root.segmentId AS root, [child IN children | child.segmentId] AS children, links, apart
