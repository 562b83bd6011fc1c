// Those of some people who have many events that definitions may ask about, and how many: before they are loaded. Only the index
// is read, and no further than it takes to see that they are too many.
// Params: people (segmentIds of roots), needs (as people.cypher), few (who has no more is no row), most (where counting ends)
// Returns: root, events (how many; one more than most if there are more)
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
  CALL (owner) {
    UNWIND $needs AS wanted
    WITH wanted WHERE wanted.name <> ''
    MATCH (event:Event)
    WHERE event.owner = owner AND event.name = wanted.name AND event.timestamp >= wanted.from
    RETURN event
    UNION ALL
    UNWIND $needs AS wanted
    WITH wanted WHERE wanted.name = ''
    MATCH (event:Event)
    WHERE event.owner = owner AND event.name IS NOT NULL AND event.timestamp >= wanted.from
    RETURN event
  }
  WITH event LIMIT $most + 1
  RETURN count(*) AS events
}
WITH segmentId, events
WHERE events > $few
RETURN segmentId AS root, events
