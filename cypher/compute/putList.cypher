// Creates a stored list, or replaces its values. The caller holds the lock of the space's definitions.
// Params: key ('<space>/<name>'), space, name, at, properties {texts, wholes, fractions, size, characters, version, updatedBy}
// Returns: nothing
// Index: List.key
MERGE (list:List {key: $key})
ON CREATE SET list.space = $space, list.name = $name, list.createdAt = $at
SET list += $properties, list.updatedAt = $at
