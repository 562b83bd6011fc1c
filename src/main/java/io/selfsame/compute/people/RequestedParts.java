package io.selfsame.compute.people;

import static java.util.Objects.requireNonNull;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.query.Events;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one set of definitions asks about people and accounts, as the statements take it. Immutable.
 *
 * @param events in the order of {@code needs}; those of every name are last, so that events that are asked for by name are read
 *     first where there is no room for all
 * @param byName the same, by name
 * @param needs the same, as {@code people.cypher} takes them
 * @param traits names of the traits that are asked for
 * @param written names of the traits that the definitions write
 * @param ids of the definitions
 * @param accounts whether accounts of people are asked for
 * @param accountAudiences keys of the audiences of accounts
 */
record RequestedParts(List<WantedEvents> events, Map<String, WantedEvents> byName, List<Map<String, Object>> needs,
        List<String> traits, List<String> written, Set<String> ids, boolean accounts, Set<String> accountAudiences) {

    private static final Comparator<Map.Entry<String, EvaluationPlan.EventNeed>> BY_NAME = Comparator
            .comparing((Map.Entry<String, EvaluationPlan.EventNeed> each) -> each.getKey().equals(Events.ANY))
            .thenComparing(Map.Entry::getKey);

    /**
     * What a plan asks for.
     *
     * @param extra parts of events that are read besides
     */
    static RequestedParts of(EvaluationPlan plan, EventColumns.ColumnSet columns, Instant now, Set<String> extra) {
        List<WantedEvents> events = new ArrayList<>();
        List<Map<String, Object>> needs = new ArrayList<>();
        plan.events().entrySet().stream().sorted(BY_NAME).forEach(each -> {
            String name = each.getKey();
            EvaluationPlan.EventNeed need = each.getValue();
            Instant from = need.lookback().map(now::minus).orElse(EventColumns.BEGINNING);
            var one = WantedEvents.of(name, need, columns, extra);
            events.add(one);
            needs.add(Map.of("name", name, "from", from.atZone(ZoneOffset.UTC), "columns", one.columns()));
        });
        var byName = events.stream().collect(Collectors.toMap(WantedEvents::name, one -> one));
        return new RequestedParts(events, byName, needs, List.copyOf(plan.traits()),
                plan.definitions().stream().map(Definition::key).distinct().toList(),
                plan.definitions().stream().map(Definition::id).collect(Collectors.toSet()), plan.hasAccounts(),
                plan.definitions().stream()
                        .filter(each -> each.level() == Definition.Level.ACCOUNTS && each.isAudience())
                        .map(Definition::key).collect(Collectors.toSet()));
    }

    /** Events of a name, or {@link Events#ANY}, that are asked for. */
    WantedEvents named(String name) {
        return requireNonNull(byName.get(name));
    }

    /** Whether bodies are read, as not all stored events carry every column yet. */
    boolean readsBodies() {
        return events.stream().anyMatch(one -> one.columns().contains(WantedEvents.BODY));
    }

    /** Names of the parts of events that are asked for, by event name. */
    Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new HashMap<>();
        events.forEach(one -> columns.put(one.name(), one.columns()));
        return columns;
    }
}
