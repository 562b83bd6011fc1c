// Drops traits that calls have set under the key of a definition which was created to replace them, some at a time. The definition is
// locked, so that it is not deleted meanwhile: then calls would set such traits again. Definitions of earlier versions replace none:
// they only hide them.
// Params: space, limit
// Returns: dropped (how many; no row if no definition replaces anything any more)
// Index: HidesTrait.space, Trait(space, name)
MATCH (definition:HidesTrait {space: $space})
WHERE definition.replaces
WITH definition LIMIT 1
SET definition.replaces = true
WITH definition
WHERE definition:Definition
CALL (definition) {
  MATCH (trait:Trait)
  WHERE trait.space = $space AND trait.name = definition.trait AND trait.class IS NULL AND trait.messageId <> ''
    AND EXISTS { MATCH (owner)-[:HAS_TRAIT]->(trait) WHERE (owner:Account) = coalesce(definition.level = 'ACCOUNTS', false) }
  WITH trait LIMIT $limit
  DETACH DELETE trait
  RETURN count(*) AS dropped
}
SET definition.replaces = dropped = $limit
FOREACH (_ IN CASE WHEN dropped < $limit THEN [1] ELSE [] END | REMOVE definition:HidesTrait)
RETURN dropped
