package io.selfsame.compute.inspect;

import io.selfsame.column.EventColumn;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.compute.definition.DefinitionStatus;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.definition.SavedDefinition;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.query.Query;
import io.selfsame.query.QueryNeeds;
import io.selfsame.query.cypher.CypherCompiler;
import io.selfsame.query.cypher.Target;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A definition as Cypher, with what of its space keeps the statement from being exact as of now. Thread safe. */
final class DefinitionCypher {

    private final DefinitionStore definitions;
    private final EventColumns columns;
    private final RulesStore rules;

    DefinitionCypher(DefinitionStore definitions, EventColumns columns, RulesStore rules) {
        this.definitions = definitions;
        this.columns = columns;
        this.rules = rules;
    }

    /** What the query is compiled for; {@link CypherCompiler#compile} takes it with the query, and a core for long lists. */
    Target target(SpaceId space, SavedDefinition saved, Instant now) {
        Definition definition = saved.definition();
        Map<String, Query> people = new HashMap<>();
        Map<String, Query> accounts = new HashMap<>();
        Map<String, Set<String>> needs = new HashMap<>();
        EvaluationPlan plan = definitions.enabled(space).plan();
        List<Definition> others = plan.definitions();
        for (Definition each : others) {
            switch (each.level()) {
                case USERS -> {
                    people.put(each.key(), each.query());
                    needs.put(each.key(), each.needs());
                }
                case ACCOUNTS -> accounts.put(each.key(), each.query());
            }
        }
        Target target = switch (definition.level()) {
            case USERS -> Target.people(space.value(), now);
            case ACCOUNTS -> Target.accounts(space.value(), now);
        };
        return target.needing(definition.needs())
                .knowing(new Target.StoredDefinitions(people, accounts, needs)).withText(saved.text())
                .inZone(plan.zone()).withLists(definitions.listValues(space, QueryNeeds.of(definition.query()).lists()))
                .withGaps(gaps(space, definition, others));
    }

    private List<String> gaps(SpaceId space, Definition definition, List<Definition> others) {
        QueryNeeds needs = QueryNeeds.of(definition.query());
        List<String> gaps = new ArrayList<>();
        EventColumns.ColumnSet known = columns.latest(space);
        boolean filling = needs.fields().entrySet().stream().anyMatch(event -> event.getValue().stream()
                .anyMatch(field -> !known.isReady(event.getKey(), EventColumn.of(field))));
        if (filling) {
            gaps.add(
                    "Stored events are still being given the properties that the query asks for: those that lack them count as "
                            + "events without.");
        }
        Set<String> ofPeople = switch (definition.level()) {
            case USERS -> needs.traits();
            case ACCOUNTS -> needs.memberTraits();
        };
        Map<String, TraitPolicy> policies = rules.current(space).traitPolicies();
        ofPeople.stream().sorted()
                .filter(key -> others.stream().noneMatch(other -> other.key().equals(key)))
                .filter(key -> policies.getOrDefault(key, TraitPolicy.NEWEST) != TraitPolicy.NEWEST)
                .forEach(key -> gaps.add("trait('" + key
                        + "') has a policy of its own; here the newest value of all merged profiles counts."));
        others.stream().filter(other -> !other.id().equals(definition.id()))
                .filter(other -> needs.traits().contains(other.key()) || needs.memberTraits().contains(other.key()))
                .filter(other -> definitions.get(space, DefinitionKind.of(other.query()), other.id())
                        .filter(saved -> saved.status() != DefinitionStatus.LIVE).isPresent())
                .forEach(other -> gaps.add("trait('" + other.key()
                        + "') is what is stored of it, and it has not been computed for everybody."));
        return gaps;
    }
}
