// The stored lists of a space with their values, or one of them.
// Params: space, name (empty for all)
// Returns: name, version, texts, wholes, fractions, size, characters, createdAt, updatedAt, updatedBy
// Index: List(space, name)
MATCH (list:List)
WHERE list.space = $space AND list.name >= $name AND ($name = '' OR list.name = $name)
RETURN list.name AS name, list.version AS version, list.texts AS texts, list.wholes AS wholes, list.fractions AS fractions,
       list.size AS size, list.characters AS characters, list.createdAt AS createdAt, list.updatedAt AS updatedAt,
       list.updatedBy AS updatedBy
