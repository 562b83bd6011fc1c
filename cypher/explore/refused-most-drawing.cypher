// refused-most-drawing: The IDs refused most, drawn: each with the person who has it, and the people from whom it was kept.
// Look at: an ID in the middle of many people is a kiosk, a placeholder or junk; the number at a red edge says how often it had been
// refused by then. Of each ID the newest 8 people are drawn; refused-most counts them all.
// IDs that somebody has come first. Those that belong to nobody, mostly junk that is on the block list, fill up what remains of top.
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
WITH id, id:RefusedId AS nobodys ORDER BY nobodys, id.refusals DESC, id.key LIMIT $top
RETURN id.type + ':' + id.value AS name,
       id.refusals AS times,
       COLLECT { MATCH owner = (id)-[:IDENTIFIES]->(:Profile)-[:MERGED_INTO*0..]->(person) WHERE NOT person:Child RETURN owner } AS owner,
       COLLECT {
         MATCH (id)<-[refused:REFUSED]-(d)
         WHERE refused.times > id.refusals - 1000
         OPTIONAL MATCH (d)-[:ABOUT]->(about:Profile)
         OPTIONAL MATCH (about)-[:CANONICAL]->(parent:Profile)
         WITH id, coalesce(parent, about) AS person, d ORDER BY d.seq DESC
         WITH id, person, head(collect(d)) AS newest ORDER BY newest.seq DESC LIMIT 8
         MATCH refusal = (id)<-[:REFUSED]-(newest)
         OPTIONAL MATCH about = (newest)-[:ABOUT]->(:Profile)-[:MERGED_INTO*0..]->(person)
         UNWIND [refusal, about] AS drawn
         RETURN drawn
       } AS refusals
ORDER BY nobodys, times DESC, name
