// How many people a destination would be told of, for each definition of people that it is sent and that is computed, with some of them.
// Params: space, audiences and traits (keys, or *), most (how many are counted), sample (how many are named)
// Returns: definition (id), trait, audience (whether it is one), people, sample (segmentIds)
// Index: Definition.space, IN(audience, id), Trait.key
MATCH (definition:Definition {space: $space})
WHERE definition.enabled = true AND coalesce(definition.level, '') <> 'ACCOUNTS'
WITH definition, CASE WHEN definition:Audience THEN $audiences ELSE $traits END AS wanted
WHERE definition.trait IN wanted OR '*' IN wanted
WITH definition, COUNT {
  MATCH ()-[inside:IN]->()
  WHERE definition:Audience AND inside.audience = $space + '/' + definition.id AND inside.id > ''
  WITH inside LIMIT $most RETURN inside
} + COUNT {
  MATCH (value:Trait)
  WHERE NOT definition:Audience AND value.key > '/' + definition.id + '/' AND value.key < '/' + definition.id + '0'
    AND NOT coalesce(value.removed, false)
  WITH value LIMIT $most RETURN value
} AS people
RETURN definition.id AS definition, definition.trait AS trait, definition:Audience AS audience, people,
       COLLECT {
         MATCH ()-[inside:IN]->()
         WHERE definition:Audience AND inside.audience = $space + '/' + definition.id AND inside.id > ''
         RETURN inside.id LIMIT $sample
       } + COLLECT {
         MATCH (value:Trait)
         WHERE NOT definition:Audience AND value.key > '/' + definition.id + '/' AND value.key < '/' + definition.id + '0'
           AND NOT coalesce(value.removed, false)
         RETURN split(value.key, '/')[2] LIMIT $sample
       } AS sample
ORDER BY trait
