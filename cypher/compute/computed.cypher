// Notes that everybody has results of a version of a definition.
// Params: key, version
// Returns: nothing
// Index: Definition.key
MATCH (definition:Definition {key: $key})
SET definition.computed = $version
