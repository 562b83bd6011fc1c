// Forgets some of the previews of a space that are older than so many others.
// Params: space, most (that stay), few (that go; their answers may be long)
// Returns: nothing
// Index: Preview(space, createdAt)
MATCH (old:Preview) WHERE old.space = $space AND old.createdAt IS NOT NULL
WITH old ORDER BY old.space DESC, old.createdAt DESC SKIP $most LIMIT $few
DETACH DELETE old
