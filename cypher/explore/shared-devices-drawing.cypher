// shared-devices-drawing: Each device in the middle with its owner, the refusals around it, and the people they are about.
// Look at: the people at the rim. Do they belong together (a family) or not (a kiosk)?
// Of each device the newest refusal for each of 12 people is drawn; shared-devices counts them all.
// Params: space, people (refused for at least so many), top (how many devices; 2 is readable)
//   :param space => 'demo';
//   :param people => 2;
//   :param top => 2;
// Returns: name, times, then owner and refusals for the drawing
// Index: ExternalId(space, refusals)
MATCH (device:ExternalId)
WHERE device.space = $space AND device.refusals >= $people AND device.type = 'anonymous_id'
WITH device ORDER BY device.refusals DESC LIMIT 10 * $top
CALL (device) {
  MATCH (device)<-[refused:REFUSED]-(d)
  WHERE refused.times > device.refusals - 1000
  MATCH (d)-[:ABOUT]->(about:Profile)
  OPTIONAL MATCH (about)-[:CANONICAL]->(parent:Profile)
  WITH coalesce(parent, about) AS person, d ORDER BY d.seq DESC
  WITH person, head(collect(d)) AS newest ORDER BY newest.seq DESC
  RETURN collect({person: person, decision: newest}) AS refused
}
WITH device, refused
WHERE size(refused) >= $people
ORDER BY size(refused) DESC, device.key
LIMIT $top
RETURN device.value AS name,
       device.refusals AS times,
       COLLECT { MATCH owner = (device)-[:IDENTIFIES]->(:Profile)-[:MERGED_INTO*0..]->(person) WHERE NOT person:Child RETURN owner } AS owner,
       COLLECT {
         UNWIND refused[..12] AS one
         WITH device, one.decision AS d, one.person AS person
         MATCH refusal = (device)<-[:REFUSED]-(d)-[:ABOUT]->(:Profile)-[:MERGED_INTO*0..]->(person)
         RETURN refusal
       } AS refusals
