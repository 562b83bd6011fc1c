// The filters of a space and the tracking plan of one of its write keys, those of them that have other versions than are known.
// Params: space, key ('<space>/<sourceId>'), filtersVersion, planVersion (0 if none is known)
// Returns: filtersVersion, filters (JSON; null if known), planVersion, plan (JSON; null if known); a version is null if there is none
// Index: EventFilters.space, TrackingPlan.key
OPTIONAL MATCH (filters:EventFilters {space: $space})
OPTIONAL MATCH (plan:TrackingPlan {key: $key})
RETURN filters.version AS filtersVersion, CASE WHEN filters.version <> $filtersVersion THEN filters.json END AS filters,
       plan.version AS planVersion, CASE WHEN plan.version <> $planVersion THEN plan.json END AS plan
