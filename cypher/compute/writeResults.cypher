// Sets what definitions say of people (on the root; profiles below it keep what they had) and of accounts.
// Params: space, at, rows [{owner (segmentId or Account key), key, name, definition (id), class, value, json, removed}]
// Returns: nothing
// Index: Profile.segmentId, Account.key, Trait.key
UNWIND $rows AS row
CALL (row) {
  MATCH (owner:Profile {segmentId: row.owner}) RETURN owner
  UNION ALL
  MATCH (owner:Account {key: row.owner}) RETURN owner
}
MERGE (trait:Trait {key: row.key})
ON CREATE SET trait.space = $space, trait.definition = row.definition, trait.sourceId = row.definition, trait.messageId = '',
              trait.seq = 0
MERGE (owner)-[:HAS_TRAIT]->(trait)
SET trait.name = row.name, trait.class = row.class, trait.value = row.value, trait.json = row.json,
    trait.removed = row.removed, trait.timestamp = $at
