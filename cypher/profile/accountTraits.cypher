// Some of the traits of an account, by name: as many as are asked for.
// Params: key (Account), from (the name to begin with), names (empty for all), limit
// Returns: trait ([name, value, json, timestamp, seq, sourceId, messageId, class, 0])
// Index: Account.key
MATCH (account:Account {key: $key})-[:HAS_TRAIT]->(trait:Trait)
WHERE trait.name >= $from AND (size($names) = 0 OR trait.name IN $names)
WITH trait ORDER BY trait.name LIMIT $limit
RETURN [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId, trait.class, 0]
       AS trait
ORDER BY trait[0]
