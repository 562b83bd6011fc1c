// Returns once every index answers.
// Params: none
// Returns: nothing
// Index: none
CALL db.awaitIndexes(300)
