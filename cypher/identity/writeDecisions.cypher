// Enters into the ledger what was linked, merged or refused, and why. The summary is for the reader in Neo4j Browser. A refused ID
// is tied to the decision that refused it; its node counts how often, and an ID that belongs to nobody is a RefusedId.
// Params: decisions [{properties, about (segmentIds), refused [{key, type, value, code}], refusal (boolean)}], space
// Returns: nothing
// Index: Profile.segmentId, ExternalId.key, RefusedId.key
UNWIND $decisions AS row
CREATE (decision:Decision)
SET decision = row.properties
FOREACH (_ IN CASE WHEN row.refusal THEN [1] ELSE [] END | SET decision:Refusal)
WITH decision, row
CALL (decision, row) {
  UNWIND row.about AS segmentId
  MATCH (profile:Profile {segmentId: segmentId})
  CREATE (decision)-[:ABOUT]->(profile)
}
CALL (decision, row) {
  UNWIND row.refused AS refused
  CALL (refused) {
    MATCH (id:ExternalId {key: refused.key})
    RETURN id
    UNION
    WITH refused
    WHERE NOT EXISTS { MATCH (:ExternalId {key: refused.key}) }
    MERGE (id:RefusedId {key: refused.key, space: $space, type: refused.type, value: refused.value})
    RETURN id
  }
  SET id.refusals = coalesce(id.refusals, 0) + 1, id.lastRefusal = decision.seq
  CREATE (decision)-[:REFUSED {code: refused.code, times: id.refusals}]->(id)
}
