// The IDs refused most: what keeps trying to glue people together.
// Look at: a high count spread over many people is an ID to block (a test value, a kiosk, a placeholder address).
// A high count for one or two people is a family device or a missing reset() at logout.
// codes: limit_exceeded is a real ID that too many claim; blocked_value is junk that the block list already holds.
// Params: space, top
//   :param space => 'demo';
//   :param top => 20;
// Returns: id, times, people (that it was kept from), codes, first, last, owner (the ID and the profile that has it, if any)
// Index: ExternalId.key for the owner; the counts scan Refusal
MATCH (d:Refusal)
WHERE d.space = $space
UNWIND d.refused AS id
OPTIONAL MATCH (d)-[:ABOUT]->(p:Profile)
OPTIONAL MATCH (p)-[:CANONICAL]->(parent:Profile)
WITH id,
     count(DISTINCT d) AS times,
     count(DISTINCT coalesce(parent, p)) AS people,
     collect(DISTINCT d.codes) AS codes,
     min(d.timestamp) AS first,
     max(d.timestamp) AS last
ORDER BY times DESC, id
LIMIT $top
RETURN id,
       times,
       people,
       COLLECT { UNWIND codes AS list UNWIND list AS code RETURN DISTINCT code ORDER BY code } AS codes,
       first,
       last,
       COLLECT { MATCH owner = (:ExternalId {key: $space + '/' + id})-[:IDENTIFIES]->(:Profile) RETURN owner } AS owner
ORDER BY times DESC, id
