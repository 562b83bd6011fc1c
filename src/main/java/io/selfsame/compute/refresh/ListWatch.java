package io.selfsame.compute.refresh;

import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.graph.Graph;
import io.selfsame.lease.Lease;
import io.selfsame.query.QueryNeeds;
import io.selfsame.space.SpaceId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Detects changes of stored lists. Then definitions that ask for these lists are evaluated again for everybody. The graph has
 * the versions of the lists that the results are based on.
 */
record ListWatch(Graph graph, SpaceId space, Lease lease) {

    /** Where the refresh stands then. */
    RefreshProgress follow(RefreshProgress position, EvaluationPlan plan) {
        String versions = text(plan.around().lists());
        if (versions.equals(position.lists()) || plan.definitions().isEmpty()) {
            return position;
        }
        Set<String> before = entries(position.lists());
        Set<String> changed = entries(versions).stream().filter(entry -> !before.contains(entry))
                .map(entry -> entry.substring(0, entry.indexOf(':'))).collect(Collectors.toSet());
        List<Definition> meant = plan.definitions().stream()
                .filter(definition -> QueryNeeds.of(definition.query()).lists().stream().anyMatch(changed::contains))
                .toList();
        return Backfill.renew(graph, space, lease, position, plan, Map.of("lists", versions), meant).orElse(position);
    }

    private static String text(Map<String, EvaluationPlan.ValueList> lists) {
        return new TreeMap<>(lists).entrySet().stream().map(list -> list.getKey() + ":" + list.getValue().version())
                .collect(Collectors.joining(","));
    }

    private static Set<String> entries(String text) {
        return text.isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(text.split(",", -1)));
    }
}
