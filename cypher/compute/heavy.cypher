// Those of some people who have many events that definitions may ask about, and how many: before they are loaded. Only the index
// is read.
// Params: people (segmentIds of roots), needs (as people.cypher), few (who has no more is no row)
// Returns: root, events (how many)
// Index: Profile.segmentId, Event(owner, name, timestamp)
UNWIND $people AS segmentId
MATCH (root:Profile {segmentId: segmentId})
CALL (root) {
  MATCH (root)<-[:CANONICAL]-(child:Profile)
  WHERE root:Parent
  RETURN collect(child.segmentId) AS children
}
CALL (root, children) {
  UNWIND [root.segmentId] + children AS owner
  UNWIND $needs AS wanted
  MATCH (event:Event)
  WHERE event.owner = owner AND event.name = wanted.name AND event.timestamp >= wanted.from
  RETURN count(*) AS events
}
WITH segmentId, events
WHERE events > $few
RETURN segmentId AS root, events
