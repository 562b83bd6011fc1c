// The audiences and computed traits of a person, each with its query, its value, and the person's newest events that it asks about.
// Look at: events. If an event that should count is missing here, look at its name and time; the explain route of the HTTP API says for
// each condition why it holds or not.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:ada.novak@mail.example';
// Returns: key, kind, value, since, query, events (name and time of the newest 10 that the query names)
// Index: ExternalId.key, Profile.segmentId, Definition.space, Event(owner, name, timestamp)
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
MATCH (definition:Definition)
WHERE definition.space = $space AND NOT definition:Deleted
OPTIONAL MATCH (root)-[:HAS_TRAIT]->(result:Trait {definition: definition.id})
OPTIONAL MATCH (root)-[inside:IN]->(definition)
RETURN definition.trait AS key,
       CASE WHEN definition:Audience THEN 'audience' ELSE 'computed trait' END AS kind,
       result.value AS value,
       inside.since AS since,
       definition.query AS query,
       COLLECT {
         MATCH (root)<-[:CANONICAL*0..1]-(member)
         MATCH (event:Event {owner: member.segmentId})
         WHERE definition.query CONTAINS "'" + event.name + "'"
         RETURN event.name + ' ' + toString(event.timestamp) ORDER BY event.timestamp DESC LIMIT 10
       } AS events
ORDER BY kind, key
LIMIT 200
