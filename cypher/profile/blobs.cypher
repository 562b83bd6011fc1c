// People most likely to be more than one person: an ID of theirs keeps being refused to others, or merge after merge hangs
// on it. That ID is the glue.
// Params: space, limit
// Returns: root, children, identifiers, refusals, glue, glueMerges, glueRefusals, score
// Index: Refusal(space, seq), ExternalId.key, Parent.space
CALL () {
  MATCH (decision:Refusal)
  WHERE decision.space = $space AND decision.seq >= 0
  UNWIND decision.refused AS name
  // Those that nobody has are as many as somebody has sent, and are not kept in memory to be counted.
  MATCH (id:ExternalId {key: $space + '/' + name})
  WITH id, count(*) AS refusals
  MATCH (id)-[:IDENTIFIES]->(profile:Profile)
  OPTIONAL MATCH (profile)-[:CANONICAL]->(canonical:Profile)
  RETURN coalesce(canonical, profile) AS root, substring(id.key, size($space) + 1) AS name, refusals, 0 AS merges
  UNION ALL
  MATCH (root:Parent)
  WHERE root.space = $space AND NOT root:Child
  MATCH (root)<-[:CANONICAL]-(:Profile)-[merge:MERGED_INTO]->(:Profile)
  RETURN root, merge.via AS name, 0 AS refusals, count(*) AS merges
}
WITH root, name, sum(refusals) AS refusals, sum(merges) AS merges
ORDER BY refusals + merges DESC, name
WITH root, sum(refusals) AS refusals, collect({name: name, merges: merges, refusals: refusals})[0] AS glue
WITH root, refusals, glue, COUNT { (root)<-[:CANONICAL]-() } AS children
WITH root, refusals, glue, children, 2 * refusals + children AS score
ORDER BY score DESC, root.segmentId LIMIT $limit
CALL (root) {
  UNWIND [root] + [(root)<-[:CANONICAL]-(child:Profile) | child] AS member
  RETURN sum(COUNT { (member)<-[:IDENTIFIES]-() }) AS identifiers
}
RETURN root.segmentId AS root, children, identifiers, refusals, glue.name AS glue, glue.merges AS glueMerges,
       glue.refusals AS glueRefusals, score
ORDER BY score DESC, root
