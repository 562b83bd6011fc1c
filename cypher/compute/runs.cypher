// The newest runs of a definition.
// Params: space, definition (id), limit
// Returns: id, status, createdAt, finishedAt, people
// Index: Run(space, definition)
MATCH (run:Run)
WHERE run.space = $space AND run.definition = $definition
RETURN run.id AS id, run.status AS status, run.createdAt AS createdAt, run.finishedAt AS finishedAt, run.people AS people
ORDER BY run.createdAt DESC LIMIT $limit
