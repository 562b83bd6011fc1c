// Forgets previews and runs that nobody will ask for again, some at a time.
// Params: space, previews and runs (made before which), limit
// Returns: dropped (how many)
// Index: Preview(space, createdAt), Run(space, definition)
CALL () {
  MATCH (old:Preview) WHERE old.space = $space AND old.createdAt < $previews RETURN old
  UNION ALL
  MATCH (old:Run) WHERE old.space = $space AND old.definition >= '' AND old.createdAt < $runs RETURN old
}
WITH old LIMIT $limit
DETACH DELETE old
RETURN count(old) AS dropped
