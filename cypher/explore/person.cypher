// person: One person whole: profiles, IDs, accounts and traits of the merged subgraph, and what was kept out of it.
// Look at: the parent is the profile first seen, and the arrows of MERGED_INTO run up to it; their caption is the ID of the parent
// that the merging event carried. An ID that does not look like the others: paste it into how-tied. Red is a refusal: the newest
// of each ID of this person that was kept from others, and of each ID that was kept from this person; the thick red edge says how often.
// At most 40 merged profiles, 100 IDs and 30 traits are drawn; the Table view says how many are not.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:ada.novak@mail.example';
// Returns: name, profilesNotDrawn, idsNotDrawn, then root, merges, links, accounts, traits and refusals for the drawing
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
WITH root,
     COUNT { (root)<-[:CANONICAL]-() } AS children,
     COUNT { (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-() } AS ids,
     COLLECT { MATCH (root)<-[:CANONICAL]-(child) RETURN child ORDER BY child.seq LIMIT 40 } AS drawn
WITH root, children, ids, drawn,
     COLLECT {
       UNWIND [root] + drawn AS member
       CALL (member) {
         MATCH link = (member)<-[:IDENTIFIES]-(id:ExternalId)
         WITH link ORDER BY id.refusals IS NULL LIMIT 100
         RETURN collect(link) AS ofMember
       }
       UNWIND range(0, size(ofMember) - 1) AS place
       WITH ofMember[place] AS link ORDER BY place, member.seq LIMIT 100
       RETURN link
     } AS links
RETURN root.name AS name,
       children - size(drawn) AS profilesNotDrawn,
       ids - size(links) AS idsNotDrawn,
       root,
       COLLECT { UNWIND drawn AS child MATCH merge = (child)-[:MERGED_INTO]->(parent) WHERE parent = root OR parent IN drawn RETURN merge } AS merges,
       links,
       COLLECT { UNWIND [root] + drawn AS member MATCH account = (member)-[:MEMBER_OF]->(:Account) RETURN account LIMIT 20 } AS accounts,
       COLLECT { UNWIND [root] + drawn AS member MATCH trait = (member)-[:HAS_TRAIT]->(t:Trait) WHERE NOT coalesce(t.removed, false)
                 RETURN trait LIMIT 30 } AS traits,
       COLLECT {
         MATCH (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(id:ExternalId)
         WHERE id.refusals > 0
         WITH id ORDER BY id.refusals DESC LIMIT 10
         MATCH (refusal:Decision {space: $space, seq: id.lastRefusal})
         MATCH keptFromOthers = (refusal)-[:REFUSED]->(id)
         RETURN keptFromOthers
       } + COLLECT {
         MATCH (root)<-[:CANONICAL*0..1]-(member)<-[:ABOUT]-(refusal:Refusal)-[:REFUSED]->(id)
         WITH id, max(refusal.seq) AS newest ORDER BY newest DESC LIMIT 10
         MATCH (refusal:Decision {space: $space, seq: newest})
         MATCH keptFromThisPerson = (id)<-[:REFUSED]-(refusal)-[:ABOUT]->(:Profile)
         RETURN keptFromThisPerson
       } AS refusals
