// Looks at a page of external IDs, in the order of their keys, for what must never be: a key on several nodes, an ID that identifies no
// profile, or several, or one of another space.
// Params: from (the key after which to begin, or ''), limit
// Returns: one row: seen (nodes), last (key), bad ([key, what, text])
// Index: ExternalId.key
MATCH (id:ExternalId)
WHERE id.key > $from
WITH id ORDER BY id.key LIMIT $limit
WITH id, COUNT { (id)-[:IDENTIFIES]->() } AS owners
WITH id,
     CASE
       WHEN COUNT { MATCH (same:ExternalId {key: id.key}) } > 1 THEN 'ID_STORED_TWICE'
       WHEN owners > 1 THEN 'ID_OF_SEVERAL_PROFILES'
       WHEN owners = 0 THEN 'ID_OF_NO_PROFILE'
       WHEN EXISTS { (id)-[:IDENTIFIES]->(owner:Profile) WHERE owner.space <> id.space } THEN 'ID_OF_ANOTHER_SPACE'
     END AS what
WITH id,
     CASE
       WHEN what = 'ID_STORED_TWICE' THEN [id.key, what, '']
       WHEN what IS NOT NULL THEN [id.key, what, reduce(text = '', owner IN COLLECT {
         MATCH (id)-[:IDENTIFIES]->(owner:Profile)
         RETURN owner.segmentId ORDER BY owner.seq LIMIT 10
       } | text + ' → ' + owner)]
     END AS found
RETURN count(*) AS seen, max(id.key) AS last, collect(DISTINCT found) AS bad
