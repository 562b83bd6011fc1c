// What is asked of events before they are taken: filters with their counts, and tracking plans.
CREATE CONSTRAINT event_filters_space IF NOT EXISTS FOR (n:EventFilters) REQUIRE n.space IS UNIQUE;
CREATE CONSTRAINT filter_count_key IF NOT EXISTS FOR (n:FilterCount) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT tracking_plan_key IF NOT EXISTS FOR (n:TrackingPlan) REQUIRE n.key IS UNIQUE;
CREATE INDEX tracking_plan_space IF NOT EXISTS FOR (n:TrackingPlan) ON (n.space, n.sourceId);
