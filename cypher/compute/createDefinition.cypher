// A new audience or computed trait. The constraints on key and traitKey have the last word.
// If it replaces traits that calls have sent, these are hidden at once, until a refresh has dropped them.
// Params: key ('<space>/<id>'), audience (false: a computed trait), properties (all others, as of Definitions.properties)
// Returns: nothing
// Index: none, it only creates
CREATE (definition:Definition {key: $key})
SET definition += $properties
FOREACH (_ IN CASE WHEN $audience THEN [1] ELSE [] END | SET definition:Audience)
FOREACH (_ IN CASE WHEN $audience THEN [] ELSE [1] END | SET definition:ComputedTrait)
FOREACH (_ IN CASE WHEN definition.replaces THEN [1] ELSE [] END | SET definition:HidesTrait)
