// How many people a destination would be told of, for each definition of people that it is sent and that is computed, with some of them.
// Params: space, audiences and traits (keys, or *), most (how many are counted), sample (how many are named)
// Returns: definition (id), trait, audience (whether it is one), people, sample (segmentIds)
// Index: Definition.space, IN(audience, id), Trait.key
MATCH (definition:Definition {space: $space})
WHERE definition.enabled = true AND coalesce(definition.level, '') <> 'ACCOUNTS'
WITH definition, CASE WHEN definition:Audience THEN $audiences ELSE $traits END AS wanted
WHERE definition.trait IN wanted OR '*' IN wanted
CALL (definition) {
  WITH definition WHERE definition:Audience
  MATCH (owner)-[inside:IN]->()
  WHERE inside.audience = $space + '/' + definition.id AND inside.id > ''
  WITH inside.id AS owner LIMIT $most
  RETURN count(*) AS people, collect(owner)[..$sample] AS some
  UNION ALL
  WITH definition
  WITH definition WHERE NOT definition:Audience
  MATCH (value:Trait)
  WHERE value.key STARTS WITH '/' + definition.id + '/' AND NOT coalesce(value.removed, false)
  WITH split(value.key, '/')[2] AS owner LIMIT $most
  RETURN count(*) AS people, collect(owner)[..$sample] AS some
}
WITH definition, sum(people) AS people, collect(some) AS somes
RETURN definition.id AS definition, definition.trait AS trait, definition:Audience AS audience, people,
       reduce(all = [], some IN somes | all + some) AS sample
ORDER BY trait
