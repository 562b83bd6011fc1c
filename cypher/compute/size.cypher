// How many belong to an audience now: people, or accounts. Who was merged away has kept what they had, and does not count.
// Params: key
// Returns: count
// Index: Definition.key
MATCH (:Definition {key: $key})<-[:IN]-(member)
WHERE NOT (member)-[:CANONICAL]->()
RETURN count(member) AS count
