// Notes that the runs of a definition are done, if the walk has begun after they were asked for.
// Params: space, definition (id), at, people
// Returns: nothing
// Index: Run(space, definition)
MATCH (run:Run)
WHERE run.space = $space AND run.definition = $definition AND run.status = 'RUNNING' AND run.begun
SET run.status = 'COMPLETED', run.finishedAt = $at, run.people = $people
REMOVE run.begun
