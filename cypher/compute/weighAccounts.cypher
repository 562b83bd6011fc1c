// How many people belong to some accounts, and how many events these have that definitions may ask about: before they are loaded.
// Nothing is read beyond what it takes to see that they are too many.
// Params: accounts (keys), needs (as people.cypher), most (where counting ends, of people and of events)
// Returns: key, members and events (how many; one more than most if there are more)
// Index: Account.key, Event(owner, name, timestamp)
UNWIND $accounts AS key
MATCH (account:Account {key: key})
CALL (account) {
  MATCH (account)<-[:MEMBER_OF]-(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  WITH DISTINCT coalesce(canonical, profile) AS root LIMIT $most + 1
  RETURN count(root) AS members
}
CALL (account) {
  MATCH (account)<-[:MEMBER_OF]-(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  WITH DISTINCT coalesce(canonical, profile) AS root LIMIT $most + 1
  CALL (root) {
    RETURN root.segmentId AS owner
    UNION ALL
    MATCH (root)<-[:CANONICAL]-(child:Profile)
    RETURN child.segmentId AS owner
  }
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
RETURN key, members, events
