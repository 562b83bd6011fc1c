// Forgets what was refused, the oldest of a write key. With an event that was refused its entry in the ledger goes, unless that is
// of another key's event of the same message ID. The IDs that it refused count one less, and go with their last entry if they belong
// to nobody.
// Params: space, sourceId, limit
// Returns: dropped (how many)
// Index: Rejected(space, receivedAt), Decision.key
MATCH (old:Rejected)
WHERE old.space = $space AND old.receivedAt IS NOT NULL AND old.sourceId = $sourceId
WITH old ORDER BY old.space, old.receivedAt, old.messageId LIMIT $limit
OPTIONAL MATCH (decision:Decision {key: old.space + '/refused/' + old.messageId})
WHERE coalesce(decision.sourceId, old.sourceId) = old.sourceId
CALL (decision) {
  MATCH (decision)-[:REFUSED]->(refused)
  SET refused.refusals = refused.refusals - 1,
      refused.lastRefusal = CASE WHEN refused.lastRefusal = decision.seq THEN null ELSE refused.lastRefusal END
}
OPTIONAL MATCH (decision)-[:REFUSED]->(id:RefusedId)
WITH collect(DISTINCT old) AS olds, collect(DISTINCT decision) AS decisions, collect(DISTINCT id) AS ids
FOREACH (old IN olds | DETACH DELETE old)
FOREACH (decision IN decisions | DETACH DELETE decision)
WITH olds, ids
CALL (ids) {
  UNWIND ids AS id
  WITH id
  WHERE NOT EXISTS { (id)<-[:REFUSED]-() }
  DELETE id
}
RETURN size(olds) AS dropped
