// The people made of the most profiles, drawn with all their profiles and IDs.
// Look at: the table first, one row a person. A person owns a handful of devices, so a handful of children is well;
// dozens around one parent ask for blob-users.cypher. Each merge is captioned with the ID of the child that tied it.
// Params: space, top (how many people; 5 is readable)
//   :param space => 'demo';
//   :param top => 5;
// Returns: segmentId, children, ids, then root, merges and links for the drawing
// Index: none needed; scans Parent, one node a merged person
MATCH (root:Parent)
WHERE root.space = $space AND NOT root:Child
WITH root, COUNT { (root)<-[:CANONICAL]-() } AS children
ORDER BY children DESC, root.seq
LIMIT $top
RETURN root.segmentId AS segmentId,
       children,
       COUNT { (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-() } AS ids,
       root,
       COLLECT { MATCH (root)<-[:CANONICAL]-(child) MATCH merge = (child)-[:MERGED_INTO]->(:Profile) RETURN merge } AS merges,
       COLLECT { MATCH (root)<-[:CANONICAL*0..1]-(member) MATCH link = (member)<-[:IDENTIFIES]-(:ExternalId) RETURN link } AS links
ORDER BY children DESC, root.seq
