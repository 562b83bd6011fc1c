// Looks once at a definition of an earlier version, under whose key calls may have sent traits: if there are none, it hides none. No
// others can come, as calls set no trait that a definition writes.
// Params: space
// Returns: key (of the definition; no row if all have been looked at)
// Index: HidesTrait.space, Trait(space, name)
MATCH (definition:HidesTrait {space: $space})
WHERE definition.replaces IS NULL
WITH definition LIMIT 1
SET definition.replaces = false
WITH definition, EXISTS {
  MATCH (owner)-[:HAS_TRAIT]->(trait:Trait)
  WHERE trait.space = $space AND trait.name = definition.trait AND trait.class IS NULL AND trait.messageId <> ''
    AND (owner:Account) = coalesce(definition.level = 'ACCOUNTS', false)
} AS hides
FOREACH (_ IN CASE WHEN hides THEN [] ELSE [1] END | REMOVE definition:HidesTrait)
RETURN definition.key AS key
