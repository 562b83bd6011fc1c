// A new version of the filters of events of a space.
// Params: space, json, at, by
// Returns: nothing
// Index: EventFilters.space
MERGE (filters:EventFilters {space: $space})
SET filters.updatedAt = $at
SET filters.version = coalesce(filters.version, 0) + 1, filters.json = $json, filters.updatedBy = $by
