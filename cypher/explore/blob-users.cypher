// blob-users: People who grew larger than one person should be, the worst first, each with the ID that brought most of it.
// Look at: personal, the most values that the person has of one type that is not a device's (one person has one or two e-mail
// addresses). Then glue: an ID that brought in nearly everything is not a person's but a tablet's or an office's. Draw them with
// blob-users-drawing, then ask how-tied about two IDs that should not belong together.
// A person is marked as a blob with more than 3 values of one such type, more than 50 IDs, or more than 20 merged profiles.
// Params: space, top
//   :param space => 'demo';
//   :param top => 20;
// Returns: segmentId, name, personal, personalType, children, ids, byType, glue, glueBrought (merges and IDs that came with it)
// Index: Blob.space
MATCH (root:Blob)
WHERE root.space = $space
WITH root, COUNT { (root)<-[:CANONICAL]-() } AS children
ORDER BY coalesce(root.personal, 0) DESC, children DESC, root.seq
LIMIT $top
CALL (root) {
  MATCH (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(x:ExternalId)
  WITH x.type AS type, count(*) AS n
  ORDER BY n DESC, type
  RETURN sum(n) AS ids, collect(type + ' ' + n) AS byType
}
RETURN root.segmentId AS segmentId,
       root.name AS name,
       root.personal AS personal,
       root.personalType AS personalType,
       children,
       ids,
       byType,
       root.glue AS glue,
       root.glueTimes AS glueBrought
ORDER BY coalesce(personal, 0) DESC, children DESC, root.seq
