// Marks people that grew larger than one person should be, and the ID that brought most of it: the glue. Both are labels, so that
// a drawing shows them.
// Params: roots [{root (segmentId), personal (the most values of one type that is not a device's), personalType (that type)}]
// Returns: nothing
// Index: Profile.segmentId, ExternalId.key
UNWIND $roots AS row
MATCH (root:Profile {segmentId: row.root})
SET root:Blob, root.personal = row.personal, root.personalType = row.personalType
WITH root
CALL (root) {
  MATCH (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(id:Glue)
  REMOVE id:Glue
}
CALL (root) {
  CALL (root) {
    MATCH (root)<-[:CANONICAL]-()-[merge:MERGED_INTO]->()
    RETURN merge.via AS via
    UNION ALL
    MATCH (root)<-[:CANONICAL*0..1]-()<-[link:IDENTIFIES]-()
    WHERE link.via IS NOT NULL
    RETURN link.via AS via
  }
  RETURN via, count(*) AS times
  ORDER BY times DESC, via
  LIMIT 1
}
SET root.glue = via, root.glueTimes = times
WITH root
MATCH (id:ExternalId {key: root.space + '/' + root.glue})
SET id:Glue
