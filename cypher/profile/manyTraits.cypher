// Some of the traits of a person who has many, from all profiles of the merged subgraph, by name: as many as are asked for.
// What was the root a moment ago may have been merged since, so the root is found here once more.
// What calls have sent under the key of a definition does not count.
// Params: root, from (the name to begin with), names (empty for all; those that begin with hiddenPrefix are never shown), hiddenPrefix, limit
// Returns: trait ([name, value, json, timestamp, seq, sourceId, messageId, class, profile's seq])
// Index: Profile.segmentId, HidesTrait.space
MATCH (asked:Profile {segmentId: $root})
OPTIONAL MATCH (asked)-[:CANONICAL]->(above:Profile)
WITH coalesce(above, asked) AS root
WITH root, COLLECT {
  MATCH (definition:HidesTrait) WHERE definition.space = root.space AND coalesce(definition.level, '') <> 'ACCOUNTS'
  RETURN definition.trait
} AS hidden
CALL (hidden, root) {
  UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
  MATCH (member)-[:HAS_TRAIT]->(trait:Trait)
  WHERE (trait.class IS NULL OR member = root) AND trait.name >= $from AND (size($names) = 0 OR trait.name IN $names)
    AND NOT trait.name STARTS WITH $hiddenPrefix
    AND (trait.class IS NOT NULL OR trait.messageId = '' OR NOT trait.name IN hidden)
  RETURN member, trait ORDER BY trait.name LIMIT $limit
}
RETURN [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId, trait.class,
        member.seq] AS trait
ORDER BY trait[0]
