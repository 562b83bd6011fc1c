// The traits of many people at once, each from all profiles of the merged subgraph. Who wins is decided by the reader.
// What calls have sent under the key of a definition does not count. All are of one space.
// Of computed traits and audiences only the root's results count: they are made from all profiles together. Whoever has many
// traits, or long ones, is left out: manyTraits.cypher reads them, a page at a time.
// Params: asked [{index, key (ExternalId) or segmentId, space}], names (empty for all; those that begin with hiddenPrefix are never shown), hiddenPrefix, many (how many are too many, those that
//         are not wanted too), text (characters that are not)
// Returns: index, root (canonical segmentId), traits ([name, value, json, timestamp, seq, sourceId, messageId, class,
//          profile's seq]; null if too many)
// Index: ExternalId.key, Profile.segmentId, HidesTrait.space
WITH COLLECT {
  MATCH (definition:HidesTrait) WHERE definition.space = $asked[0].space AND coalesce(definition.level, '') <> 'ACCOUNTS'
  RETURN definition.trait
} AS hidden
UNWIND $asked AS asked
CALL (asked) {
  MATCH (:ExternalId {key: asked.key})-[:IDENTIFIES]->(profile:Profile)
  RETURN profile
  UNION ALL
  MATCH (profile:Profile {segmentId: asked.segmentId})
  WHERE profile.space = asked.space
  RETURN profile
}
OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
WITH hidden, asked, coalesce(canonical, profile) AS root
CALL (hidden, root) {
  WITH hidden, root, [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS members
  UNWIND members AS member
  MATCH (member)-[:HAS_TRAIT]->(trait:Trait)
  WITH hidden, root, member, trait LIMIT $many
  RETURN count(trait) AS seen, collect(CASE WHEN (trait.class IS NULL OR member = root) AND (trait.class IS NOT NULL OR trait.messageId = '' OR NOT trait.name IN hidden)
      AND (size($names) = 0 OR trait.name IN $names) AND NOT trait.name STARTS WITH $hiddenPrefix
      THEN [trait.name, trait.value, trait.json, trait.timestamp, trait.seq, trait.sourceId, trait.messageId,
            trait.class, member.seq] END) AS traits
}
RETURN asked.index AS index, root.segmentId AS root,
       CASE WHEN seen < $many AND reduce(long = 0, trait IN traits | long
              + CASE WHEN trait[2] IS NOT NULL THEN size(trait[2]) WHEN trait[1] IS :: STRING THEN size(trait[1]) ELSE 0 END
            ) <= $text THEN traits END AS traits
