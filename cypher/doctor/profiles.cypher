// Looks at a page of profiles, in the order of their segment IDs, for what must never be: several parents, a circle of merges, a parent
// that is younger than its child or of another space, labels that do not fit the merges, or a CANONICAL that does not lead straight
// to the root. The first-created profile is the parent, so each circle has a merge into a younger one: only there it is looked for.
// Params: from (the segment ID after which to begin, or ''), to (the segment ID with which to end), limit
// Returns: one row: seen (profiles), last (segment ID), bad ([segmentId, what, text])
// Index: Profile.segmentId (range)
MATCH (profile:Profile)
WHERE profile.segmentId > $from AND profile.segmentId <= $to
WITH profile ORDER BY profile.segmentId LIMIT $limit
WITH profile, COUNT { (profile)-[:MERGED_INTO]->() } AS parents, COUNT { (profile)-[:CANONICAL]->() } AS shortcuts
WITH profile, parents, shortcuts,
     CASE WHEN parents > 0 THEN head(COLLECT {
       MATCH path = ANY SHORTEST (profile)-[:MERGED_INTO]->+(root:Profile WHERE NOT EXISTS { (root)-[:MERGED_INTO]->() })
       RETURN root
     }) ELSE profile END AS root,
     CASE WHEN parents > 0 THEN head(COLLECT {
       MATCH (profile)-[:MERGED_INTO]->(parent:Profile)
       WHERE coalesce(parent.seq >= profile.seq, true)
       RETURN parent LIMIT 1
     }) END AS younger
WITH profile, parents, shortcuts, root, younger,
     CASE WHEN younger IS NOT NULL THEN head(COLLECT {
       MATCH path = ANY SHORTEST (younger)-[:MERGED_INTO]->*(profile)
       RETURN reduce(text = '', one IN nodes(path)[..10] | text + ' → ' + one.segmentId)
     }) END AS circle
WITH profile,
     [CASE WHEN parents > 1 THEN ['SEVERAL_PARENTS', reduce(text = '', parent IN COLLECT {
        MATCH (profile)-[:MERGED_INTO]->(parent:Profile) RETURN parent.segmentId ORDER BY parent.seq LIMIT 10
      } | text + ' → ' + parent)] END,
      CASE WHEN circle IS NOT NULL THEN ['CIRCLE_OF_MERGES', circle] END,
      CASE WHEN circle IS NULL AND younger IS NOT NULL THEN ['YOUNGER_PARENT', ' → ' + younger.segmentId] END,
      CASE WHEN EXISTS { (profile)-[:MERGED_INTO]->(parent:Profile) WHERE parent.space <> profile.space }
           THEN ['MERGED_ACROSS_SPACES', ''] END,
      CASE WHEN (parents > 0) <> profile:Child OR NOT profile:Parent AND EXISTS { (profile)<-[:MERGED_INTO]-() }
           THEN ['WRONG_LABEL', ''] END,
      // Where a circle leaves no root there is nothing that it could lead to.
      CASE WHEN root IS NOT NULL AND CASE
             WHEN parents = 0 THEN shortcuts > 0
             ELSE shortcuts <> 1 OR NOT EXISTS { MATCH (profile)-[:CANONICAL]->(target:Profile) WHERE target = root }
           END
           THEN ['WRONG_CANONICAL', CASE WHEN parents > 0 THEN ' → ' + root.segmentId ELSE '' END] END] AS found
RETURN count(*) AS seen, max(profile.segmentId) AS last,
       reduce(all = [], one IN collect([each IN found WHERE each IS NOT NULL | [profile.segmentId, each[0], each[1]]]) | all + one) AS bad
