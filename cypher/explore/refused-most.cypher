// refused-most: The IDs refused most: what keeps trying to glue people together.
// Look at: a high count spread over many people is an ID to block (a test value, a kiosk, a placeholder address).
// A high count for one or two people is a family device or a missing reset() at logout. owner is empty for IDs that belong to nobody.
// codes: limit_exceeded is a real ID that too many claim; blocked_value is junk that the block list already holds.
// people, codes, first and last are those of the newest 1,000 refusals of an ID. Draw it with refused-most-drawing.
// Params: space, top
//   :param space => 'demo';
//   :param top => 20;
// Returns: id, times, people (that it was kept from), codes, first, last, owner (the name of the person who has it)
// Index: ExternalId(space, refusals), RefusedId(space, refusals)
CALL () {
  MATCH (id:ExternalId)
  WHERE id.space = $space AND id.refusals > 0
  RETURN id ORDER BY id.refusals DESC LIMIT $top
  UNION
  MATCH (id:RefusedId)
  WHERE id.space = $space AND id.refusals > 0
  RETURN id ORDER BY id.refusals DESC LIMIT $top
}
WITH id ORDER BY id.refusals DESC, id.key LIMIT $top
CALL (id) {
  MATCH (id)<-[refused:REFUSED]-(d)
  WHERE refused.times > id.refusals - 1000
  OPTIONAL MATCH (d)-[:ABOUT]->(p:Profile)
  OPTIONAL MATCH (p)-[:CANONICAL]->(parent:Profile)
  RETURN count(DISTINCT coalesce(parent, p)) AS people, collect(DISTINCT refused.code) AS codes,
         toString(datetime.truncate('second', min(d.timestamp))) AS first,
         toString(datetime.truncate('second', max(d.timestamp))) AS last
}
OPTIONAL MATCH (id)-[:IDENTIFIES]->(profile:Profile)
OPTIONAL MATCH (profile)-[:CANONICAL]->(root:Profile)
RETURN id.type + ':' + id.value AS id,
       id.refusals AS times,
       people,
       codes,
       first,
       last,
       coalesce(root.name, profile.name) AS owner
ORDER BY times DESC, id
