// Shared devices: an anonymous_id that belongs to one person and was refused for others who logged in on it.
// Look at: the device in the middle with its owner, the refusals around it, and the people they are about. Few people: a
// family or a missing reset() at logout. Many: a kiosk or a bot; add the value to the block list of anonymous_id.
// Params: space, people (refused for at least so many), top
//   :param space => 'demo';
//   :param people => 2;
//   :param top => 5;
// Returns: device, people, users (their user_ids), owner, refusals
// Index: ExternalId.key for the device; the counts scan Refusal
MATCH (d:Refusal)-[:ABOUT]->(p:Profile)
WHERE d.space = $space
UNWIND [id IN d.refused WHERE id STARTS WITH 'anonymous_id:'] AS device
OPTIONAL MATCH (p)-[:CANONICAL]->(parent:Profile)
WITH device, coalesce(parent, p) AS person, min(d.seq) AS firstSeq
WITH device, collect(person) AS persons, collect(firstSeq) AS seqs
WHERE size(persons) >= $people
WITH device, persons, seqs
ORDER BY size(persons) DESC, device
LIMIT $top
RETURN device,
       size(persons) AS people,
       COLLECT {
         UNWIND persons AS person
         MATCH (person)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(u:ExternalId)
         WHERE u.type = 'user_id'
         RETURN DISTINCT u.value ORDER BY u.value
       } AS users,
       COLLECT { MATCH owner = (:ExternalId {key: $space + '/' + device})-[:IDENTIFIES]->(:Profile) RETURN owner } AS owner,
       COLLECT {
         UNWIND seqs AS seq
         MATCH (d:Decision {space: $space, seq: seq})
         MATCH about = (d)-[:ABOUT]->(:Profile)<-[:IDENTIFIES]-(:ExternalId)
         RETURN about LIMIT 100
       } AS refusals
ORDER BY people DESC, device
