// The IDs refused most, drawn: each with the person who has it, and the people from whom it was kept.
// Look at: an ID in the middle of many people is a kiosk, a placeholder or junk; the number at a red edge says how often it had been
// refused by then. Of each ID the newest 8 people are drawn; refused-most.cypher counts them all.
// Params: space, top (how many IDs; 4 is readable)
//   :param space => 'demo';
//   :param top => 4;
// Returns: name, times, then owner and refusals for the drawing
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
RETURN id.type + ':' + id.value AS name,
       id.refusals AS times,
       COLLECT { MATCH owner = (id)-[:IDENTIFIES]->(:Profile) RETURN owner } AS owner,
       COLLECT {
         MATCH (id)<-[refused:REFUSED]-(d)
         WHERE refused.times > id.refusals - 1000
         WITH id, d ORDER BY d.seq DESC
         OPTIONAL MATCH (d)-[:ABOUT]->(p:Profile)
         WITH id, p, collect(d)[0] AS newest ORDER BY newest.seq DESC LIMIT 8
         MATCH refusal = (id)<-[:REFUSED]-(newest)
         OPTIONAL MATCH about = (newest)-[:ABOUT]->(p)
         UNWIND [refusal, about] AS drawn
         RETURN drawn
       } AS refusals
ORDER BY times DESC, name
