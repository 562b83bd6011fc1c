// The types of external IDs that a space has seen.
// Params: space, most
// Returns: type
// Index: IdentifierType.key (prefix)
MATCH (type:IdentifierType)
WHERE type.key STARTS WITH $space + '/'
RETURN type.type AS type
ORDER BY type LIMIT $most
