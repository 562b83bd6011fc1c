// Whether a definition still replaces a trait that calls have sent: some of the values may not be dropped yet.
// Params: key
// Returns: replaces (no row if there is no such definition)
// Index: Definition.key
MATCH (definition:Definition {key: $key})
RETURN coalesce(definition.replaces, false) AS replaces
