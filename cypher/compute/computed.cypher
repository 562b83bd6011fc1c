// Notes that everybody has results of a version of a definition, unless somebody asked meanwhile to have it run once more.
// Params: key, version, space, definition (id), at
// Returns: first (whether everybody has results of the definition for the first time)
// Index: Definition.key, Run(space, definition)
MATCH (definition:Definition {key: $key})
WITH definition, definition.liveSince IS NULL AS first, EXISTS {
    MATCH (run:Run)
    WHERE run.space = $space AND run.definition = $definition AND run.status = 'RUNNING'
  } AS again
SET definition.computed = CASE WHEN again THEN 0 ELSE $version END, definition.liveSince = coalesce(definition.liveSince, $at)
RETURN first
