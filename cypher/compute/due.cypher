// Who is to be looked at again by now. The end of a window has come for them, whether anything has happened or not.
// Params: space, now, limit
// Returns: owner (segmentId of the root, or Account key), account (boolean)
// Index: DUE(space, at)
MATCH (owner)-[due:DUE]->()
WHERE due.space = $space AND due.at <= $now
WITH owner ORDER BY due.at LIMIT $limit
OPTIONAL MATCH (owner)-[:CANONICAL]->(canonical:Profile)
WITH coalesce(canonical, owner) AS owner
RETURN DISTINCT coalesce(owner.segmentId, owner.key) AS owner, owner:Account AS account
