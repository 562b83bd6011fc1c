// The filters of events of a space.
// Params: space
// Returns: version, json, updatedAt, updatedBy; no row if there have never been any
// Index: EventFilters.space
MATCH (filters:EventFilters {space: $space})
RETURN filters.version AS version, filters.json AS json, filters.updatedAt AS updatedAt, filters.updatedBy AS updatedBy
