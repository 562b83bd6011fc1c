// Notes that everybody has results of a version of a definition, unless somebody asked meanwhile to have it run once more.
// Params: key, version, space, definition (id)
// Returns: nothing
// Index: Definition.key, Run(space, definition)
MATCH (definition:Definition {key: $key})
WITH definition, EXISTS {
    MATCH (run:Run)
    WHERE run.space = $space AND run.definition = $definition AND run.status = 'RUNNING'
  } AS again
SET definition.computed = CASE WHEN again THEN 0 ELSE $version END
