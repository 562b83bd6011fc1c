// All traits of a person who has many or long ones that definitions may ask about, and all results, one by one.
// Params: person (segmentId of the root), traits and keys (as people.cypher)
// Returns: trait (a list, as people.cypher)
// Index: Profile.segmentId
MATCH (root:Profile {segmentId: $person})
CALL (root) {
  MATCH (root)<-[:CANONICAL]-(child:Profile)
  WHERE root:Parent
  RETURN collect(child) AS children
}
UNWIND [root] + children AS member
MATCH (member)-[:HAS_TRAIT]->(trait:Trait)
WHERE trait.class IS NOT NULL OR trait.name IN $traits OR (trait.messageId = '' AND trait.name IN $keys)
RETURN [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId, trait.class,
        member.seq, trait.definition, member = root] AS trait
