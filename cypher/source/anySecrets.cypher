// Whether any source of any space has secrets.
// Params: none
// Returns: a row if one has
// Index: Source(space, id)
MATCH (source:Source)
WHERE source.space > '' AND source.id > '' AND source.secrets <> '{}'
RETURN source.id AS id LIMIT 1
