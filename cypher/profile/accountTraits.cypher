// Some of the traits of an account, by name: as many as are asked for.
// What calls have sent under the key of a definition does not count.
// Params: key (Account), from (the name to begin with), names (empty for all), limit
// Returns: trait ([name, value, json, timestamp, seq, sourceId, messageId, class, 0])
// Index: Account.key, HidesTrait.space
MATCH (account:Account {key: $key})
WITH account, COLLECT {
  MATCH (definition:HidesTrait) WHERE definition.space = account.space AND definition.level = 'ACCOUNTS'
  RETURN definition.trait
} AS hidden
MATCH (account)-[:HAS_TRAIT]->(trait:Trait)
WHERE trait.name >= $from AND (size($names) = 0 OR trait.name IN $names)
  AND (trait.class IS NOT NULL OR trait.messageId = '' OR NOT trait.name IN hidden)
WITH trait ORDER BY trait.name LIMIT $limit
RETURN [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId, trait.class, 0]
       AS trait
ORDER BY trait[0]
