package io.selfsame.destination.deliver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the traits that go along with messages, with the values that the Profile API shows. Thread safe. */
final class Enrichment {

    private static final Statement TRAITS = Statement.of("delivery/enrichment");

    /** Characters of a value that goes along; one that is longer is left out. */
    private static final int LONGEST = 2_000;

    /** Characters of all that goes along of one person; those behind are left out. */
    static final int MOST = 16_000;

    private final Graph graph;
    private final RulesStore rules;

    Enrichment(Graph graph) {
        this.graph = graph;
        this.rules = new RulesStore(graph);
    }

    /** What goes along about some people; whoever has nothing of it is not there. */
    Map<ProfileId, ObjectNode> of(Destination destination, Collection<ProfileId> people) {
        List<String> names = destination.send().enrichmentOfAll();
        if (names.isEmpty() || people.isEmpty()) {
            return Map.of();
        }
        Map<ProfileId, List<StoredTrait>> traits = new HashMap<>();
        graph.read(TRAITS, Map.of("space", destination.space().value(), "roots", Owner.values(people), "names", names,
                "longest", LONGEST)).forEach(
                        row -> traits
                                .computeIfAbsent(new ProfileId(row.get("root").asString()), id -> new ArrayList<>())
                                .add(StoredTrait.of(row.get("trait"))));
        Map<String, TraitPolicy> policies = rules.current(destination.space()).traitPolicies();
        Map<ProfileId, ObjectNode> all = new HashMap<>();
        traits.forEach((id, stored) -> all.put(id, some(TraitMerge.merge(stored, policies), names)));
        return all;
    }

    private static ObjectNode some(Map<String, StoredTrait> merged, List<String> names) {
        ObjectNode some = Json.object();
        int size = 0;
        for (String name : names) {
            StoredTrait trait = merged.get(name);
            if (trait != null) {
                size += Json.write(trait.value()).length();
                if (size <= MOST) {
                    some.set(name, trait.value());
                }
            }
        }
        return some;
    }
}
