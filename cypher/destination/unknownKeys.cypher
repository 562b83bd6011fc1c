// Which of some keys no definition of a space has.
// Params: space, keys
// Returns: unknown (keys)
// Index: Definition.space
CALL () {
  MATCH (definition:Definition {space: $space})
  WHERE definition.trait IN $keys
  RETURN collect(definition.trait) AS known
}
RETURN [key IN $keys WHERE NOT key IN known] AS unknown
