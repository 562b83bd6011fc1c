// Some accounts with their members (canonical), and the results that they have.
// Params: accounts (keys), traits (names of custom traits),
//         keys (of definitions: what earlier ones have left under them counts), members (how many of each are named)
// Returns: key, members (segmentIds), traits (as people.cypher), inside (definition ids), due (as people.cypher)
// Index: Account.key
UNWIND $accounts AS key
MATCH (account:Account {key: key})
CALL (account) {
  MATCH (account)<-[:MEMBER_OF]-(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  WITH DISTINCT coalesce(canonical, profile) AS member LIMIT $members
  RETURN collect(member.segmentId) AS members
}
RETURN account.key AS key, members,
       [(account)-[:HAS_TRAIT]->(trait:Trait) WHERE trait.class IS NOT NULL OR trait.name IN $traits OR (trait.messageId = '' AND trait.name IN $keys) |
         [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId, trait.class, 0,
          trait.definition, true]] AS traits,
       [(account)-[:IN]->(audience) | audience.id] AS inside,
       [(account)-[due:DUE]->(definition) | [definition.id, due.at, coalesce(due.failed, false)]] AS due
