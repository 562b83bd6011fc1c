// A new version of the rules. Takes the ledger's lock, so that every event is decided wholly before or wholly after it.
// Params: space, json, at
// Returns: version
// Index: Ledger.space
MATCH (ledger:Ledger {space: $space})
SET ledger.rulesVersion = ledger.rulesVersion + 1
CREATE (rules:IdentityRules {key: $space + '/' + toString(ledger.rulesVersion), space: $space,
                             version: ledger.rulesVersion, json: $json, since: $at, fromSeq: ledger.seq + 1})
RETURN rules.version AS version
