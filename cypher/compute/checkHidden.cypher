// Looks once at a definition of an earlier version, under whose key calls may have sent traits: if there are none, it hides none. No
// others can come, as calls set no trait that a definition writes.
// Params: space
// Returns: key (of the definition; no row if all have been looked at)
// Index: HidesTrait.space, Trait(space, name, sentFor)
MATCH (definition:HidesTrait {space: $space})
WHERE definition.replaces IS NULL
WITH definition LIMIT 1
WITH definition, EXISTS {
  MATCH (trait:Trait)
  WHERE trait.space = $space AND trait.name = definition.trait AND trait.sentFor = coalesce(definition.level, 'USERS')
} AS hides
SET definition.replaces = false
FOREACH (_ IN CASE WHEN hides THEN [] ELSE [1] END | REMOVE definition:HidesTrait)
RETURN definition.key AS key
