// Who shares an ID with whom: from one person over the IDs that were refused to the people at the other side, and one step further.
// Look at: people who keep meeting over the same ID are a household, an office, or one person whom a rule holds apart.
// The newest 5 refusals of an ID are drawn, for at most 15 IDs at each step.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:sales@northwind.example';
// Returns: near and far, both for the drawing
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
CALL (root) {
  MATCH (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(id:ExternalId)
  WHERE id.refusals > 0
  RETURN id
  UNION
  MATCH (root)<-[:CANONICAL*0..1]-()<-[:ABOUT]-(:Refusal)-[:REFUSED]->(id:ExternalId)
  RETURN id
}
WITH id ORDER BY id.refusals DESC LIMIT 15
CALL (id) {
  MATCH (id)<-[refused:REFUSED]-(d)
  WHERE refused.times > id.refusals - 1000
  MATCH (d)-[:ABOUT]->(other:Profile)
  WITH id, other, max(d.seq) AS newest ORDER BY newest DESC LIMIT 5
  MATCH (d:Decision {space: $space, seq: newest})
  MATCH drawn = (:Profile)<-[:IDENTIFIES]-(id)<-[:REFUSED]-(d)-[:ABOUT]->(other)
  RETURN drawn, other
}
WITH collect(drawn) AS near, collect(DISTINCT other)[..15] AS others
RETURN near,
       COLLECT {
         UNWIND others AS other
         MATCH (other)<-[:IDENTIFIES]-(id:ExternalId)
         WHERE id.refusals > 0
         WITH id ORDER BY id.refusals DESC LIMIT 15
         MATCH (d:Decision {space: $space, seq: id.lastRefusal})
         MATCH further = (:Profile)<-[:IDENTIFIES]-(id)<-[:REFUSED]-(d)-[:ABOUT]->(:Profile)
         RETURN further
       } AS far
