// The stored lists of a space without their values, in order of their names.
// Params: space, after (the name after which to begin, or empty), limit
// Returns: name, size, characters, createdAt, updatedAt, updatedBy
// Index: List(space, name)
MATCH (list:List)
WHERE list.space = $space AND list.name > $after
RETURN list.name AS name, list.size AS size, list.characters AS characters, list.createdAt AS createdAt,
       list.updatedAt AS updatedAt, list.updatedBy AS updatedBy
ORDER BY list.space, list.name LIMIT $limit
