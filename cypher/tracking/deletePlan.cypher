// Deletes a tracking plan. Its node keeps the version, so that no instance takes a later plan for one that it knows.
// Params: key ('<space>/<sourceId>')
// Returns: a row if there was one
// Index: TrackingPlan.key
MATCH (plan:TrackingPlan {key: $key})
WHERE plan.json IS NOT NULL
SET plan.json = null, plan.version = plan.version + 1
RETURN plan.sourceId AS sourceId
