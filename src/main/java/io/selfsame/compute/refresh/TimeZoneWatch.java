package io.selfsame.compute.refresh;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.graph.Graph;
import io.selfsame.lease.Lease;
import io.selfsame.query.QueryNeeds;
import io.selfsame.space.SpaceId;
import java.util.List;
import java.util.Map;

/**
 * Detects a change of the time zone of a space, in which days begin. Then definitions that ask for days, weeks or months are
 * evaluated again for everybody. The graph has the time zone of the results.
 */
record TimeZoneWatch(Graph graph, SpaceId space, Lease lease) {

    /** Where the refresh stands then. */
    RefreshProgress follow(RefreshProgress position, EvaluationPlan plan) {
        String zone = plan.zone().getId();
        if (zone.equals(position.timeZone()) || plan.definitions().isEmpty()) {
            return position;
        }
        List<Definition> meant = plan.definitions().stream()
                .filter(definition -> QueryNeeds.of(definition.query()).calendar()).toList();
        return Backfill.renew(graph, space, lease, position, plan, Map.of("timeZone", zone), meant).orElse(position);
    }
}
