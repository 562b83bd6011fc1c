// One version of the identity rules.
// Params: key ('<space>/<version>')
// Returns: version, json
// Index: IdentityRules.key
MATCH (rules:IdentityRules {key: $key})
RETURN rules.version AS version, rules.json AS json
