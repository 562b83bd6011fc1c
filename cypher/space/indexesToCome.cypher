// Indexes that do not answer yet, and those that never will.
// Params: none
// Returns: name, state (POPULATING or FAILED), percent
// Index: none
SHOW INDEXES YIELD name, state, populationPercent
WHERE state <> 'ONLINE'
RETURN name, state, populationPercent AS percent
