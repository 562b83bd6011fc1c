// Has a definition of an earlier version hide the traits that calls may have sent under its key, though nobody could look for them in
// the time that a transaction has.
// Params: space
// Returns: key (of the definition; no row if all have been looked at)
// Index: HidesTrait.space
MATCH (definition:HidesTrait {space: $space})
WHERE definition.replaces IS NULL
WITH definition LIMIT 1
SET definition.replaces = false
RETURN definition.key AS key
