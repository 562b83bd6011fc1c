// Whether any destination of any space has secrets.
// Params: none
// Returns: a row if one has
// Index: Destination(space, id)
MATCH (destination:Destination)
WHERE destination.space > '' AND destination.id > '' AND destination.secrets <> '{}'
RETURN destination.id AS id LIMIT 1
