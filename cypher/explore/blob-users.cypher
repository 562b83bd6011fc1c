// Blob users: people that grew too large, each with the ID that most of the events that grew it had in common.
// Look at: personal first, the most values of one type that a person has one or two of (e-mails, phones, user_ids; devices
// do not count). Then glueEvents: an ID that brought in nearly everything is not a person's but a tablet's or an office's.
// See it in the drawing, then ask how-tied.cypher about two IDs that should not belong together.
// Params: space, children (at least so many merged profiles), ids (or at least so many IDs), top
//   :param space => 'demo';
//   :param children => 3;
//   :param ids => 10;
//   :param top => 3;
// Returns: segmentId, personal, children, ids, byType, glue, glueEvents, then root, merges and links for the drawing
// Index: Event(space, messageId) for the events; scans Profile, of most of which it reads no more than how many IDs hang on it
MATCH (root:Profile)
WHERE root.space = $space AND NOT root:Child AND (root:Parent OR COUNT { (root)<-[:IDENTIFIES]-() } >= $ids)
CALL (root) {
  MATCH (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(x:ExternalId)
  WITH x.type AS type, count(*) AS n
  ORDER BY n DESC, type
  RETURN sum(n) AS identified,
         collect(type + ' ' + n) AS byType,
         max(CASE WHEN type IN ['anonymous_id', 'ga_client_id'] OR type STARTS WITH 'ios.' OR type STARTS WITH 'android.'
             THEN 0 ELSE n END) AS personal
}
WITH root, identified, byType, personal, COUNT { (root)<-[:CANONICAL]-() } AS merged
WHERE merged >= $children OR identified >= $ids
WITH root, identified, byType, personal, merged
ORDER BY personal DESC, merged DESC, identified DESC, root.seq
LIMIT $top
CALL (root) {
  CALL (root) {
    MATCH (root)<-[:CANONICAL]-()-[merge:MERGED_INTO]->(:Profile)
    RETURN merge.messageId AS messageId
    UNION
    MATCH (root)<-[:CANONICAL*0..1]-()<-[link:IDENTIFIES]-(:ExternalId)
    RETURN link.messageId AS messageId
  }
  MATCH (e:Event {space: $space, messageId: messageId})
  UNWIND e.externalIds AS id
  WITH id, count(*) AS times
  ORDER BY times DESC, id
  LIMIT 1
  RETURN id AS glue, times AS glueEvents
}
RETURN root.segmentId AS segmentId,
       personal,
       merged AS children,
       identified AS ids,
       byType,
       glue,
       glueEvents,
       root,
       COLLECT { MATCH (root)<-[:CANONICAL]-(child) MATCH merge = (child)-[:MERGED_INTO]->(:Profile) RETURN merge } AS merges,
       COLLECT { MATCH (root)<-[:CANONICAL*0..1]-(member) MATCH link = (member)<-[:IDENTIFIES]-(:ExternalId) RETURN link } AS links
ORDER BY personal DESC, children DESC, ids DESC, root.seq
