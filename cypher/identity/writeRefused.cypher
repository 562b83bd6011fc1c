// Enters refused events into the ledger, each once, however often it is sent.
// Params: decisions [{properties}]
// Returns: nothing
// Index: Decision.key
UNWIND $decisions AS row
MERGE (decision:Decision {key: row.properties.key})
ON CREATE SET decision:Refusal, decision += row.properties
