// Drops traits that calls have set under the key of a definition which was created to replace them, some at a time. The definition
// cannot be deleted meanwhile: then calls would set such traits again. Definitions of earlier versions replace none: they only hide
// them.
// Params: space, limit, naming (names of the traits that give a profile its name)
// Returns: dropped (how many; no row if no definition replaces anything any more), renamed (segmentIds of those whose name may have
//          changed)
// Index: HidesTrait.space, Trait(space, name, sentFor)
MATCH (definition:HidesTrait {space: $space})
WHERE definition.replaces
WITH definition LIMIT 1
CALL (definition) {
  MATCH (trait:Trait)
  WHERE trait.space = $space AND trait.name = definition.trait AND trait.sentFor = coalesce(definition.level, 'USERS')
  WITH trait LIMIT $limit
  OPTIONAL MATCH (owner:Profile)-[:HAS_TRAIT]->(trait)
  WHERE trait.name IN $naming
  WITH trait, owner.segmentId AS owner
  DETACH DELETE trait
  RETURN count(*) AS dropped, collect(DISTINCT owner) AS renamed
}
SET definition.replaces = dropped >= $limit
FOREACH (_ IN CASE WHEN dropped < $limit THEN [1] ELSE [] END | REMOVE definition:HidesTrait)
RETURN dropped, renamed
