// Some accounts with their members (canonical), and the results that they have.
// Params: accounts (keys), traits (names of custom traits),
//         keys (of definitions: what earlier ones have left under them counts), members (how many of each are named),
//         length (characters of the custom traits of one, with 50 for each)
// Returns: key, members (segmentIds), traits (as people.cypher), long (whether the custom ones were longer: then none of these),
//          inside (definition ids), due (as people.cypher)
// Index: Account.key
UNWIND $accounts AS key
MATCH (account:Account {key: key})
CALL (account) {
  MATCH (account)<-[:MEMBER_OF]-(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  WITH DISTINCT coalesce(canonical, profile) AS member LIMIT $members
  RETURN collect(member.segmentId) AS members
}
CALL (account) {
  MATCH (account)-[:HAS_TRAIT]->(trait:Trait)
  WHERE trait.class IS NOT NULL OR trait.name IN $traits OR (trait.messageId = '' AND trait.name IN $keys)
  WITH collect(trait) AS all, sum(CASE WHEN trait.class IS NOT NULL THEN 0 ELSE 50 + coalesce(size(trait.json), 0)
         + CASE WHEN trait.value IS :: STRING NOT NULL THEN size(trait.value) ELSE 0 END END) > $length AS long
  RETURN [trait IN all WHERE trait.class IS NOT NULL OR NOT long |
           [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId, trait.class, 0,
            trait.definition, true]] AS traits, long
}
RETURN account.key AS key, members, traits, long,
       [(account)-[:IN]->(audience) | audience.id] AS inside,
       [(account)-[due:DUE]->(definition) | [definition.id, due.at, coalesce(due.failed, false)]] AS due
