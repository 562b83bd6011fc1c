// Looks at a page of external IDs, in the order of their keys, for what must never be: a key on several nodes, an ID that identifies no
// profile, or several, or one of another space.
// Params: from (the key after which to begin, or ''), to (the key with which to end), limit
// Returns: one row: seen (nodes), last (key), bad ([key, what, text])
// Index: ExternalId.key
MATCH (id:ExternalId)
WHERE id.key > $from AND id.key <= $to
WITH id, id.key AS key ORDER BY key LIMIT $limit
CALL (key) {
  MATCH (same:ExternalId {key: key})
  RETURN count(same) AS nodes
}
WITH id, key, nodes, COUNT { (id)-[:IDENTIFIES]->() } AS owners,
     EXISTS { (id)-[:IDENTIFIES]->(owner:Profile) WHERE owner.space <> id.space } AS across,
     COLLECT { MATCH (id)-[:IDENTIFIES]->(owner:Profile) RETURN owner.segmentId ORDER BY owner.seq LIMIT 10 } AS named
WITH key, named,
     CASE
       WHEN nodes > 1 THEN 'ID_STORED_TWICE'
       WHEN owners > 1 THEN 'ID_OF_SEVERAL_PROFILES'
       WHEN owners = 0 THEN 'ID_OF_NO_PROFILE'
       WHEN across THEN 'ID_OF_ANOTHER_SPACE'
     END AS what
WITH key,
     CASE
       WHEN what = 'ID_STORED_TWICE' THEN [key, what, '']
       WHEN what IS NOT NULL THEN [key, what, reduce(text = '', owner IN named | text + ' → ' + owner)]
     END AS found
RETURN count(*) AS seen, max(key) AS last, collect(DISTINCT found) AS bad
