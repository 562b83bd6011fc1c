// How many people belong to some accounts, and how many events these have that definitions may ask about: before they are loaded.
// Params: accounts (keys), needs (as people.cypher)
// Returns: key, members, events
// Index: Account.key, Event(owner, name, timestamp)
UNWIND $accounts AS key
MATCH (account:Account {key: key})
CALL (account) {
  MATCH (account)<-[:MEMBER_OF]-(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  WITH DISTINCT coalesce(canonical, profile) AS root
  OPTIONAL MATCH (root)<-[:CANONICAL]-(child:Profile)
  WITH root, collect(child.segmentId) AS children
  RETURN count(root) AS members, collect([root.segmentId] + children) AS groups
}
CALL (groups) {
  UNWIND groups AS owners
  UNWIND owners AS owner
  UNWIND $needs AS wanted
  MATCH (event:Event)
  WHERE event.owner = owner AND event.name = wanted.name AND event.timestamp >= wanted.from
  RETURN count(*) AS events
}
RETURN key, members, events
