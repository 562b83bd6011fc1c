// how-tied: How two IDs are tied: the shortest chain of true edges between them, or what kept the two people apart.
// Look at: read the drawing from one ID to the other. The weak link is a MERGED_INTO whose via is an ID that people share
// (an office address, a device in a shop). Its rule says which limit let it pass, its messageId which event brought it.
// No path: the IDs are of two people, and only these are drawn; red are the newest decisions that kept an ID of one from the other.
// Params: space, from, to (both 'type:value')
//   :param space => 'demo';
//   :param from => 'email:ada.novak@mail.example';
//   :param to => 'ios.id:19d8216d-daaf-4c3a-9004-c03d4e02deeb';
// Returns: tied, then path, or people, keptApart and refusals, for the drawing
// Index: ExternalId.key twice
MATCH (a:ExternalId {key: $space + '/' + $from})-[:IDENTIFIES]->(ofA:Profile)
MATCH (b:ExternalId {key: $space + '/' + $to})-[:IDENTIFIES]->(ofB:Profile)
OPTIONAL MATCH (ofA)-[:CANONICAL]->(aboveA:Profile)
OPTIONAL MATCH (ofB)-[:CANONICAL]->(aboveB:Profile)
WITH a, b, coalesce(aboveA, ofA) AS one, coalesce(aboveB, ofB) AS other
OPTIONAL MATCH path = SHORTEST 1 (a)-[:IDENTIFIES|MERGED_INTO]-*(b)
RETURN path IS NOT NULL AS tied,
       path,
       CASE WHEN path IS NULL THEN COLLECT {
         UNWIND [[a, one], [b, other]] AS pair
         WITH pair[0] AS id, pair[1] AS root
         MATCH person = (id)-[:IDENTIFIES]->(:Profile)-[:MERGED_INTO*0..]->(root)
         RETURN person
       } END AS people,
       CASE WHEN path IS NULL THEN COLLECT {
         MATCH (one)<-[:CANONICAL*0..1]-(left)
         MATCH apart = (left)-[:KEPT_APART]-(right)
         WHERE right = other OR EXISTS { (right)-[:CANONICAL]->(other) }
         RETURN apart LIMIT 10
       } END AS keptApart,
       CASE WHEN path IS NULL THEN COLLECT {
         UNWIND [[one, other], [other, one]] AS pair
         WITH pair[0] AS person, pair[1] AS stranger
         MATCH (person)<-[:CANONICAL*0..1]-(member)<-[:ABOUT]-(d:Refusal)-[:REFUSED]->(id:ExternalId)
         WHERE EXISTS { (id)-[:IDENTIFIES]->(stranger) } OR EXISTS { (id)-[:IDENTIFIES]->()-[:CANONICAL]->(stranger) }
         WITH id, member, max(d.seq) AS newest ORDER BY newest DESC LIMIT 5
         MATCH (d:Decision {space: $space, seq: newest})
         MATCH refusal = (member)<-[:ABOUT]-(d)-[:REFUSED]->(id)-[:IDENTIFIES]->(:Profile)
         RETURN refusal
       } END AS refusals
