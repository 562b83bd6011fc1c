// How two IDs are tied: the shortest chain of true edges between them, or what was refused if there is none.
// Look at: read the drawing from one ID to the other. The weak link is a MERGED_INTO whose via is an ID that people share
// (an office address, a device in a shop). Its rule says which limit let it pass, its messageId which event brought it.
// No path: the IDs are two people; refusals shows the decisions that kept them so, if they ever met in one event.
// Params: space, from, to (both 'type:value')
//   :param space => 'demo';
//   :param from => 'email:ada.novak@mail.example';
//   :param to => 'ios.id:19d8216d-daaf-4c3a-9004-c03d4e02deeb';
// Returns: a, b, tied, path, refusals
// Index: ExternalId.key twice; refusals scans Refusal
MATCH (a:ExternalId {key: $space + '/' + $from})
MATCH (b:ExternalId {key: $space + '/' + $to})
OPTIONAL MATCH path = SHORTEST 1 (a)-[:IDENTIFIES|MERGED_INTO]-*(b)
RETURN a,
       b,
       path IS NOT NULL AS tied,
       path,
       CASE WHEN path IS NULL THEN
         COLLECT {
           MATCH (d:Refusal)
           WHERE d.space = $space AND ($from IN d.refused OR $to IN d.refused)
           MATCH about = (d)-[:ABOUT]->(:Profile)
           RETURN about ORDER BY d.seq LIMIT 20
         }
       END AS refusals
