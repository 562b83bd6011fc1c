// Sets what definitions say of people (on the root; profiles below it keep what they had) and of accounts. Earlier versions gave
// results keys that a sender's trait could have as well: such a result gets its new key here.
// Params: space, rows [{owner (segmentId or Account key), key, before (the key that it may have had), definition (id), properties
//         {name, class, value, json, removed, timestamp; null takes off}}]
// Returns: nothing
// Index: Profile.segmentId, Account.key, Trait.key
UNWIND $rows AS row
CALL (row) {
  MATCH (owner:Profile {segmentId: row.owner}) RETURN owner
  UNION ALL
  MATCH (owner:Account {key: row.owner}) RETURN owner
}
OPTIONAL MATCH (old:Trait {key: row.before})
FOREACH (_ IN CASE WHEN old.definition = row.definition THEN [1] ELSE [] END |
  SET old.key = row.key, old.messageId = '', old.sourceId = row.definition, old.seq = 0, old.sentFor = null)
MERGE (trait:Trait {key: row.key})
ON CREATE SET trait.space = $space, trait.definition = row.definition, trait.sourceId = row.definition, trait.messageId = '',
              trait.seq = 0
FOREACH (_ IN CASE WHEN trait.timestamp IS NULL THEN [1] ELSE [] END | CREATE (owner)-[:HAS_TRAIT]->(trait))
SET trait += row.properties
