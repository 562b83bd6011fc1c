// audiences-of: The audiences and computed traits of a person, each with its query, its value, and the person's newest
// events of those names that stand in the query.
// Look at: events. They are candidates: the explain route of the HTTP API says which of them count, and for each condition why it holds.
// Only the person's newest 2,000 events are looked at.
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
WITH root, COLLECT {
  MATCH (root)<-[:CANONICAL*0..1]-(member)
  MATCH (event:Event {owner: member.segmentId})
  WHERE event.name IS NOT NULL
  RETURN event ORDER BY event.timestamp DESC LIMIT 2000
} AS newest
MATCH (definition:Definition)
WHERE definition.space = $space AND NOT definition:Deleted
OPTIONAL MATCH (root)-[:HAS_TRAIT]->(result:Trait {definition: definition.id})
OPTIONAL MATCH (root)-[inside:IN]->(definition)
RETURN definition.trait AS key,
       CASE WHEN definition:Audience THEN 'audience' ELSE 'computed trait' END AS kind,
       result.value AS value,
       CASE WHEN inside IS NOT NULL THEN toString(datetime.truncate('second', inside.since)) END AS since,
       definition.query AS query,
       [event IN newest WHERE definition.query CONTAINS "'" + event.name + "'" OR definition.query CONTAINS '"' + event.name + '"'
         OR definition.query CONTAINS 'any_event(' | event.name + ' ' + toString(datetime.truncate('second', event.timestamp))][..10] AS events
ORDER BY kind, key
LIMIT 200
