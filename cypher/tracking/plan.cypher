// The tracking plan of a write key.
// Params: key ('<space>/<sourceId>')
// Returns: sourceId, name, onViolation, onUnplannedEvent, rules (how many), json, version, updatedAt, updatedBy
// Index: TrackingPlan.key
MATCH (plan:TrackingPlan {key: $key})
WHERE plan.json IS NOT NULL
RETURN plan.sourceId AS sourceId, plan.name AS name, plan.onViolation AS onViolation, plan.onUnplannedEvent AS onUnplannedEvent,
       plan.rules AS rules, plan.json AS json, plan.version AS version, plan.updatedAt AS updatedAt, plan.updatedBy AS updatedBy
