// Has a definition looked at for everybody by the next refresh, though nothing has changed.
// Params: key (Definition), run (key), id, definition (id), space, at
// Returns: nothing
// Index: Definition.key
MATCH (definition:Definition {key: $key})
SET definition.computed = 0
CREATE (:Run {key: $run, id: $id, space: $space, definition: $definition, status: 'RUNNING', createdAt: $at})
