// Forgets previews and runs that nobody will ask for again, some at a time.
// Params: space, previews and runs (made before which), few (previews, whose answers may be long), limit
// Returns: dropped (how many)
// Index: Preview(space, createdAt), Run(space, definition)
CALL () {
  MATCH (old:Preview) WHERE old.space = $space AND old.createdAt < $previews RETURN old LIMIT $few
  UNION ALL
  MATCH (old:Run) WHERE old.space = $space AND old.definition >= '' AND old.createdAt < $runs RETURN old LIMIT $limit
}
DETACH DELETE old
RETURN count(old) AS dropped
