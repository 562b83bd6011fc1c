package io.selfsame.compute.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.graph.Graph;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.json.Json;
import io.selfsame.lease.Lease;
import io.selfsame.query.QueryNeeds;
import io.selfsame.space.SpaceId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Detects a change of the trait policies of a space, which choose the value that a merged person has. Then definitions that ask
 * for one of these traits are evaluated again for everybody. The graph has the policies that the results follow.
 */
record TraitPolicyWatch(Graph graph, SpaceId space, Lease lease) {

    /** The policies to use, and the progress of the refresh with them. */
    record Followed(RefreshProgress position, Map<String, TraitPolicy> policies) {}

    Followed follow(RefreshProgress position, RulesStore store, EvaluationPlan plan) {
        IdentityRules rules = store.current(space);
        int before = position.rulesVersion().orElse(-1);
        if (rules.version() < before) {
            // Another instance has seen a later version already: its results must not be undone.
            rules = store.latest(space);
        }
        Map<String, TraitPolicy> policies = rules.traitPolicies();
        if (rules.version() == before) {
            return new Followed(position, policies);
        }
        String text = text(policies);
        Map<String, Object> noted = Map.of("rulesVersion", rules.version(), "policies", text);
        List<Definition> meant = before < 0 ? List.of() : meant(plan, changed(position.policies(), text));
        return new Followed(Backfill.renew(graph, space, lease, position, plan, noted, meant).orElse(position),
                policies);
    }

    private static String text(Map<String, TraitPolicy> policies) {
        ObjectNode json = Json.object();
        new TreeMap<>(policies).forEach((trait, policy) -> json.put(trait, policy.text()));
        return Json.write(json);
    }

    private static Set<String> changed(String before, String after) {
        JsonNode old = Json.parse(before.isEmpty() ? "{}" : before);
        JsonNode fresh = Json.parse(after);
        Set<String> changed = new HashSet<>();
        for (JsonNode one : List.of(old, fresh)) {
            one.fieldNames().forEachRemaining(trait -> {
                if (!old.path(trait).equals(fresh.path(trait))) {
                    changed.add(trait);
                }
            });
        }
        return changed;
    }

    private static List<Definition> meant(EvaluationPlan plan, Set<String> traits) {
        return plan.definitions().stream().filter(definition -> {
            var needs = QueryNeeds.of(definition.query());
            return needs.traits().stream().anyMatch(traits::contains)
                    || needs.memberTraits().stream().anyMatch(traits::contains);
        }).toList();
    }
}
