// Whether the database answers.
// Params: none
// Returns: one
// Index: none
RETURN 1 AS one
