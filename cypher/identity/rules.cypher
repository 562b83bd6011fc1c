// The identity rules in force.
// Params: space
// Returns: version, json
// Index: Ledger.space, IdentityRules.key
MATCH (ledger:Ledger {space: $space})
MATCH (rules:IdentityRules {key: $space + '/' + toString(ledger.rulesVersion)})
RETURN rules.version AS version, rules.json AS json
