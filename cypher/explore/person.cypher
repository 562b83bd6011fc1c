// One person whole: every profile, ID, account and trait of the merged subgraph, and what was kept out of it.
// Look at: the parent is the profile first seen, the arrows of MERGED_INTO run up to it, and the caption of each is the ID of
// the child that tied it. An ID that does not look like the others: paste it into how-tied.cypher. Red is an ID that the
// person's own events brought along and the rules refused.
// Params: space, id ('type:value', or the segmentId of any profile of the person)
//   :param space => 'demo';
//   :param id => 'email:ada.novak@mail.example';
// Returns: root, merges, links, accounts, traits (the current value of each name is the newest one), refusals (the last ten)
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
RETURN root,
       COLLECT { MATCH (root)<-[:CANONICAL]-(child) MATCH merge = (child)-[:MERGED_INTO]->(:Profile) RETURN merge } AS merges,
       COLLECT { MATCH (root)<-[:CANONICAL*0..1]-(member) MATCH link = (member)<-[:IDENTIFIES]-(:ExternalId) RETURN link } AS links,
       COLLECT { MATCH (root)<-[:CANONICAL*0..1]-(member) MATCH account = (member)-[:MEMBER_OF]->(:Account) RETURN account } AS accounts,
       COLLECT { MATCH (root)<-[:CANONICAL*0..1]-(member) MATCH trait = (member)-[:HAS_TRAIT]->(:Trait) RETURN trait } AS traits,
       COLLECT { MATCH (root)<-[:CANONICAL*0..1]-(member) MATCH refusal = (member)<-[:ABOUT]-(decision:Refusal)
                 RETURN refusal ORDER BY decision.seq DESC LIMIT 10 } AS refusals
