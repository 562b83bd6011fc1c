// Gives a write key a tracking plan, or another one.
// Params: space, key ('<space>/<sourceId>'), sourceId, properties {name, onViolation, onUnplannedEvent, rules (how many), json,
//         updatedAt, updatedBy}
// Returns: nothing
// Index: TrackingPlan.key
MERGE (plan:TrackingPlan {key: $key})
SET plan.space = $space, plan.sourceId = $sourceId
SET plan += $properties, plan.version = coalesce(plan.version, 0) + 1
