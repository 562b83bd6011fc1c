// Who belongs to an audience, in order of their names. Who was merged away has kept what they had, and does not count.
// Params: audience (Definition key), after (segmentId or Account key), limit
// Returns: owner (segmentId or Account key), since
// Index: IN(audience, id)
MATCH (owner)-[inside:IN]->()
WHERE inside.audience = $audience AND inside.id > $after AND NOT owner:Child
RETURN inside.id AS owner, inside.since AS since
ORDER BY inside.audience, inside.id LIMIT $limit
