// largest-clusters: The people made of the most profiles, as a table.
// Look at: children. A person owns a handful of devices, so a handful of children is well; dozens ask for blob-users. via is
// the ID of the parent that most of the merging events carried. Draw one of them by pasting its segmentId into person.
// Params: space, top
//   :param space => 'demo';
//   :param top => 20;
// Returns: segmentId, name, children, ids, via, viaMerges
// Index: Parent.space, one node a merged person
MATCH (root:Parent)
WHERE root.space = $space AND NOT root:Child
WITH root, COUNT { (root)<-[:CANONICAL]-() } AS children
ORDER BY children DESC, root.seq
LIMIT $top
CALL (root) {
  MATCH (root)<-[:CANONICAL]-()-[merge:MERGED_INTO]->()
  RETURN merge.via AS via, count(*) AS viaMerges
  ORDER BY viaMerges DESC, via
  LIMIT 1
}
RETURN root.segmentId AS segmentId,
       root.name AS name,
       children,
       COUNT { (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-() } AS ids,
       via,
       viaMerges
ORDER BY children DESC, root.seq
