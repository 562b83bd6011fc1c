// The indexes that there are, those of constraints among them.
// Params: none
// Returns: name, names (labels or types), properties, state, constraint (null for an index alone)
// Index: none
SHOW INDEXES YIELD name, labelsOrTypes, properties, state, owningConstraint
WHERE labelsOrTypes IS NOT NULL
RETURN name, labelsOrTypes AS names, properties, state, owningConstraint AS constraint
