// Sets traits of accounts where the new value is not older than the stored one. A removed trait stays as a node without
// value, so that an older event cannot bring it back.
// Params: space, traits [{owner, key, name, value, json, removed, timestamp, seq, sourceId, messageId}]
// Returns: nothing
// Index: Account.key, Trait.key
UNWIND $traits AS row
MATCH (owner:Account {key: row.owner})
MERGE (trait:Trait {key: row.key})
ON CREATE SET trait.space = $space, trait.name = row.name
MERGE (owner)-[:HAS_TRAIT]->(trait)
WITH trait, row
WHERE trait.timestamp IS NULL OR row.timestamp >= trait.timestamp
SET trait.value = row.value, trait.json = row.json, trait.removed = row.removed, trait.timestamp = row.timestamp,
    trait.seq = row.seq, trait.sourceId = row.sourceId, trait.messageId = row.messageId
