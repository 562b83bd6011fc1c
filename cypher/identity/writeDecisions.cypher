// Enters into the ledger what was linked, merged or refused, and why. The summary is for the reader in Neo4j Browser.
// Params: decisions [{properties, about (segmentIds), refusal (boolean)}]
// Returns: nothing
// Index: Profile.segmentId
UNWIND $decisions AS row
CREATE (decision:Decision)
SET decision = row.properties
FOREACH (_ IN CASE WHEN row.refusal THEN [1] ELSE [] END | SET decision:Refusal)
WITH decision, row
UNWIND row.about AS segmentId
MATCH (profile:Profile {segmentId: segmentId})
CREATE (decision)-[:ABOUT]->(profile)
