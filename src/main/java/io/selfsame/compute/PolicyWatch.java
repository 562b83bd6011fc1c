package io.selfsame.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Sees when a space's trait policies change, which say what value a merged person shows: everybody is looked at anew then, for
 * those definitions that ask for one of these traits. The graph remembers which policies the results follow.
 */
record PolicyWatch(Graph graph, SpaceId space, Lease lease) {

    /** The policies to go by, and where the refresh stands with them. */
    record Followed(RefreshPosition position, Map<String, TraitPolicy> policies) {}

    Followed follow(RefreshPosition position, RulesStore store, Catalog catalog) {
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
        List<Definition> meant = before < 0 ? List.of() : meant(catalog, changed(position.policies(), text));
        ResultWriter.write(graph, lease, tx -> {
            ResultWriter.advance(tx, space, noted);
            if (!meant.isEmpty()) {
                Definitions.renew(tx, space, meant);
                // A walk under way has left people behind whom it knew by the earlier policies: it begins anew.
                ResultWriter.advance(tx, space, Map.of("walk", List.of(), "after", "", "accounts", false));
            }
        });
        return new Followed(RefreshPosition.read(graph, space).orElse(position), policies);
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

    private static List<Definition> meant(Catalog catalog, Set<String> traits) {
        return catalog.definitions().stream().filter(definition -> {
            var needs = QueryNeeds.of(definition.query());
            return needs.traits().stream().anyMatch(traits::contains)
                    || needs.memberTraits().stream().anyMatch(traits::contains);
        }).toList();
    }
}
