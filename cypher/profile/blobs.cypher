// People most likely to be more than one person, the largest first: those marked as too large, then those of whom an ID keeps being
// refused to others. The glue is the ID that most merges and IDs of the person came with, or that was refused most.
// Params: space, limit
// Returns: root, name, tooLarge, personal (most values of one type that is not a device's), personalType, children, identifiers,
//          refusals, glue, glueMerges, glueLinks, glueRefusals, score
// Index: Blob(space, personal), ExternalId(space, refusals)
CALL () {
  MATCH (root:Blob)
  WHERE root.space = $space AND root.personal >= 0
  WITH root ORDER BY root.space DESC, root.personal DESC LIMIT 10 * $limit
  RETURN root
  UNION
  MATCH (id:ExternalId)
  WHERE id.space = $space AND id.refusals > 0
  WITH id ORDER BY id.space DESC, id.refusals DESC LIMIT 10 * $limit
  MATCH (id)-[:IDENTIFIES]->(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  RETURN coalesce(canonical, profile) AS root
  UNION
  MATCH (root:Parent)
  WHERE root.space = $space AND NOT root:Child
  WITH root, COUNT { (root)<-[:CANONICAL]-() } AS children
  ORDER BY children DESC LIMIT 10 * $limit
  RETURN root
}
WITH DISTINCT root
CALL (root) {
  MATCH (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(id:ExternalId)
  RETURN count(*) AS identifiers, sum(coalesce(id.refusals, 0)) AS refusals
}
WITH root, identifiers, refusals, COUNT { (root)<-[:CANONICAL]-() } AS children
WITH root, identifiers, refusals, children, 2 * refusals + children AS score
ORDER BY root:Blob DESC, coalesce(root.personal, 0) DESC, score DESC, root.segmentId
LIMIT $limit
CALL (root) {
  CALL (root) {
    MATCH (root)<-[:CANONICAL]-()-[merge:MERGED_INTO]->()
    RETURN merge.via AS name, 1 AS merges, 0 AS links, 0 AS refused
    UNION ALL
    MATCH (root)<-[:CANONICAL*0..1]-()<-[link:IDENTIFIES]-()
    WHERE link.via IS NOT NULL
    RETURN link.via AS name, 0 AS merges, 1 AS links, 0 AS refused
    UNION ALL
    MATCH (root)<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(id:ExternalId)
    WHERE id.refusals > 0
    RETURN id.type + ':' + id.value AS name, 0 AS merges, 0 AS links, id.refusals AS refused
  }
  WITH name, sum(merges) AS merges, sum(links) AS links, sum(refused) AS refused
  ORDER BY merges + links + refused DESC, name
  RETURN collect({name: name, merges: merges, links: links, refused: refused}) AS glues
}
WITH *, coalesce(head([g IN glues WHERE g.name = root.glue]), glues[0]) AS glue
RETURN root.segmentId AS root, root.name AS name, root:Blob AS tooLarge, root.personal AS personal, root.personalType AS personalType,
       children, identifiers, refusals, glue.name AS glue, glue.merges AS glueMerges, glue.links AS glueLinks,
       glue.refused AS glueRefusals, score
ORDER BY tooLarge DESC, coalesce(personal, 0) DESC, score DESC, root
