// Notes that a walk over everybody begins, which is what the runs of a definition were asked for. Runs asked for from now on are
// those of the next walk: part of this one lies behind it by then.
// Params: space, definition (id)
// Returns: nothing
// Index: Run(space, definition)
MATCH (run:Run)
WHERE run.space = $space AND run.definition = $definition AND run.status = 'RUNNING'
SET run.begun = true
