// The tracking plans of a space, without their rules.
// Params: space, limit
// Returns: sourceId, name, onViolation, onUnplannedEvent, rules (how many), version, updatedAt, updatedBy
// Index: TrackingPlan(space, sourceId)
MATCH (plan:TrackingPlan)
WHERE plan.space = $space AND plan.sourceId IS NOT NULL AND plan.json IS NOT NULL
RETURN plan.sourceId AS sourceId, plan.name AS name, plan.onViolation AS onViolation, plan.onUnplannedEvent AS onUnplannedEvent,
       plan.rules AS rules, plan.version AS version, plan.updatedAt AS updatedAt, plan.updatedBy AS updatedBy
ORDER BY plan.space, plan.sourceId LIMIT $limit
