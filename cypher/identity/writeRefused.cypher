// Enters refused events into the ledger, each once, however often it is sent, tied to the IDs that were refused.
// Params: decisions [{properties (each key once), refused [{key, type, value, code}]}], space
// Returns: nothing
// Index: Decision.key, ExternalId.key, RefusedId.key
UNWIND $decisions AS row
MERGE (decision:Decision {key: row.properties.key})
ON CREATE SET decision:Refusal, decision += row.properties
WITH decision, row
WHERE NOT EXISTS { (decision)-[:REFUSED]->() }
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
