// sharing: Who shares an ID with whom: from one person over the IDs that were refused to the people at the other side, and one step
// further.
// Look at: people who keep meeting over the same ID are a household, an office, or one person whom a rule holds apart.
// The newest refusals to 5 people are drawn of an ID, for at most 15 IDs at each step. A profile that was merged is drawn up to its parent.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:sales@northwind.example';
// Returns: near and far, both for the drawing
// Index: ExternalId.key, Profile.segmentId, Decision(space, seq)
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
    MATCH (d)-[:ABOUT]->(about:Profile)
    OPTIONAL MATCH (about)-[:CANONICAL]->(parent:Profile)
    WITH id, coalesce(parent, about) AS other, max(d.seq) AS newest ORDER BY newest DESC LIMIT 5
    MATCH owned = (id)-[:IDENTIFIES]->(:Profile)-[:MERGED_INTO*0..]->(owner)
    WHERE NOT owner:Child
    MATCH (d:Decision {space: $space, seq: newest})
    MATCH refusal = (id)<-[:REFUSED]-(d)-[:ABOUT]->(:Profile)-[:MERGED_INTO*0..]->(other)
    UNWIND [[owned, owner], [refusal, other]] AS pair
    RETURN pair[0] AS drawn, pair[1] AS person
  }
  RETURN collect(DISTINCT drawn) AS near, collect(DISTINCT person) AS people
}
RETURN near,
       COLLECT {
         UNWIND [person IN people WHERE person <> root][..15] AS person
         MATCH (person)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(id:ExternalId)
         WHERE id.refusals > 0
         WITH id ORDER BY id.refusals DESC LIMIT 15
         MATCH owned = (id)-[:IDENTIFIES]->(:Profile)-[:MERGED_INTO*0..]->(owner)
         WHERE NOT owner:Child
         MATCH (d:Decision {space: $space, seq: id.lastRefusal})
         MATCH refusal = (id)<-[:REFUSED]-(d)-[:ABOUT]->(:Profile)-[:MERGED_INTO*0..]->(other)
         WHERE NOT other:Child
         UNWIND [owned, refusal] AS further
         RETURN DISTINCT further
       } AS far
