// How many people or accounts a destination would be told of, for each definition that it is sent and that is computed, with some of them.
// Params: space, audiences and traits (keys, or *), leftOut (keys of which nothing is sent), accounts (group, members or none: how it is told
//         of accounts), most (how many are counted), sample (how many are named)
// Returns: definition (id), trait, audience (whether it is one), ofAccounts (whether it is of accounts), byMembers (whether their members are told
//          of), owners (people or accounts), members (those who belong to the accounts, each as often as they do), sample (segmentIds of people, or
//          keys of accounts)
// Index: Definition.space, IN(audience, id), Trait.key
MATCH (definition:Definition {space: $space})
WHERE definition.enabled = true AND (definition.liveSince IS NOT NULL OR coalesce(definition.computed, 0) > 0)
  AND (coalesce(definition.level, '') <> 'ACCOUNTS' OR $accounts <> 'none')
WITH definition, CASE WHEN definition:Audience THEN $audiences ELSE $traits END AS wanted
WHERE (definition.trait IN wanted OR '*' IN wanted) AND NOT definition.trait IN $leftOut
WITH definition, $space + '/' + definition.id AS audience, '/' + definition.id + '/' AS begin, '/' + definition.id + '0' AS end,
     coalesce(definition.level, '') = 'ACCOUNTS' AS ofAccounts
WITH definition, audience, begin, end, ofAccounts, ofAccounts AND definition:Audience AND $accounts = 'members' AS byMembers
WITH definition, audience, begin, end, ofAccounts, byMembers, COUNT {
  MATCH ()-[inside:IN]->()
  WHERE definition:Audience AND inside.audience = audience AND inside.id > ''
  WITH inside LIMIT $most RETURN inside
} + COUNT {
  MATCH (value:Trait)
  WHERE NOT definition:Audience AND value.key > begin AND value.key < end AND NOT coalesce(value.removed, false)
  WITH value LIMIT $most RETURN value
} AS owners, COUNT {
  MATCH (account)-[inside:IN]->()
  WHERE byMembers AND inside.audience = audience AND inside.id > ''
  MATCH (account)<-[belongs:MEMBER_OF]-()
  WITH belongs LIMIT $most RETURN belongs
} AS members
RETURN definition.id AS definition, definition.trait AS trait, definition:Audience AS audience, ofAccounts, byMembers, owners, members,
       COLLECT {
         MATCH ()-[inside:IN]->()
         WHERE definition:Audience AND NOT byMembers AND inside.audience = audience AND inside.id > ''
         RETURN inside.id LIMIT $sample
       } + COLLECT {
         MATCH (account)-[inside:IN]->()
         WHERE byMembers AND inside.audience = audience AND inside.id > ''
         MATCH (account)<-[:MEMBER_OF]-(member:Profile)
         WITH member LIMIT $sample
         OPTIONAL MATCH (member)-[:CANONICAL]->(above:Profile)
         RETURN DISTINCT coalesce(above, member).segmentId
       } + COLLECT {
         MATCH (value:Trait)
         WHERE NOT definition:Audience AND value.key > begin AND value.key < end AND NOT coalesce(value.removed, false)
         RETURN substring(value.key, size(begin)) LIMIT $sample
       } AS sample
ORDER BY trait
