// How many belong to each of some audiences now: people, or accounts. Who was merged away has kept what they had, and does not
// count.
// Params: keys
// Returns: id, count
// Index: Definition.key
UNWIND $keys AS key
MATCH (audience:Definition {key: key})
RETURN audience.id AS id, COUNT { (audience)<-[:IN]-(member) WHERE NOT (member)-[:CANONICAL]->() } AS count
