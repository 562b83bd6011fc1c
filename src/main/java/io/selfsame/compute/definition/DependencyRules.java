package io.selfsame.compute.definition;

import io.selfsame.column.EventColumn;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Dependencies;
import io.selfsame.error.Conflict;
import io.selfsame.query.QueryNeeds;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What must be true of all definitions of a space, seen together. Pure. */
final class DependencyRules {

    /** Each column is a property of all events of its name, and a name that the graph never forgets. */
    private static final int MAX_COLUMNS = 1_000;

    /** An event is written with all the columns of its name, one by one. */
    private static final int MAX_COLUMNS_OF_EVENT = 100;

    private DependencyRules() {}

    /**
     * Checks one that was added or changed, against all, itself included.
     *
     * @throws Conflict if it depends on itself, or an enabled one on a disabled one
     */
    static void references(List<SavedDefinition> all, SavedDefinition changed) {
        var dependencies = new Dependencies(DefinitionStore.definitions(all));
        dependencies.circle(changed.definition()).ifPresent(circle -> {
            if (circle.stream().distinct().count() == 1) {
                throw new Conflict("It would depend on itself: it asks for trait('" + changed.key()
                        + "'), and that is its own key; give another key, or ask for another trait");
            }
            throw new Conflict("It would depend on itself: " + circle.stream().map(Definition::key)
                    .collect(Collectors.joining(" -> ")) + "; ask for another trait in one of them");
        });
        Map<String, SavedDefinition> byId = byId(all);
        if (changed.enabled()) {
            targets(all, dependencies.of(changed.definition()));
        } else {
            List<SavedDefinition> users = dependencies.to(changed.definition()).stream()
                    .map(user -> byId.get(user.id()))
                    .filter(user -> user != null && user.enabled()).toList();
            if (!users.isEmpty()) {
                throw new Conflict(
                        "A disabled " + changed.kind().words() + " has no results that others can depend on, "
                                + "and enabled ones ask for trait('" + changed.key() + "'): " + named(users)
                                + "; disable or change them first");
            }
        }
    }

    /**
     * Checks those that an enabled one depends on.
     *
     * @throws Conflict if one of them is disabled
     */
    static void targets(List<SavedDefinition> all, Collection<Definition> targets) {
        Map<String, SavedDefinition> byId = byId(all);
        targets.stream().map(target -> byId.get(target.id())).filter(target -> target != null && !target.enabled())
                .findFirst().ifPresent(target -> {
                    throw new Conflict("It asks for trait('" + target.key() + "'), and the "
                            + target.kind().words()
                            + " '" + target.name() + "' (" + target.id() + ") that writes it is disabled; enable "
                            + "that first");
                });
    }

    /**
     * Checks that the space's events do not get too many columns by one that was added or changed. A space that has too many
     * already keeps them, but gets no more.
     *
     * @throws Conflict if they would
     */
    static void columns(List<SavedDefinition> all, SavedDefinition changed) {
        Map<String, Set<EventColumn>> columns = new HashMap<>();
        all.stream().filter(each -> !each.id().equals(changed.id())).forEach(each -> collect(each, columns));
        long before = count(columns);
        collect(changed, columns);
        long after = count(columns);
        if (after == before) {
            return;
        }
        if (after > MAX_COLUMNS) {
            throw new Conflict("All definitions of the space together would look at " + after
                    + " different properties of events; the limit is " + MAX_COLUMNS + "; delete or change one first");
        }
        QueryNeeds.of(changed.definition().query()).fields().keySet().stream()
                .filter(event -> columns.getOrDefault(event, Set.of()).size() > MAX_COLUMNS_OF_EVENT).findFirst()
                .ifPresent(event -> {
                    throw new Conflict(
                            "The definitions of the space would look at more than " + MAX_COLUMNS_OF_EVENT
                                    + " different properties of the event '" + event
                                    + "', which is the limit; delete or change "
                                    + "one first");
                });
    }

    private static void collect(SavedDefinition saved, Map<String, Set<EventColumn>> columns) {
        QueryNeeds.of(saved.definition().query()).fields().forEach((event, fields) -> fields.forEach(
                field -> columns.computeIfAbsent(event, name -> new HashSet<>()).add(EventColumn.of(field))));
    }

    private static long count(Map<String, Set<EventColumn>> columns) {
        return columns.values().stream().mapToLong(Set::size).sum();
    }

    private static Map<String, SavedDefinition> byId(List<SavedDefinition> all) {
        return all.stream().collect(Collectors.toMap(SavedDefinition::id, Function.identity()));
    }

    /**
     * Checks that nobody would miss a definition.
     *
     * @throws Conflict if somebody would
     */
    static void unused(SavedDefinition gone, List<SavedDefinition> users) {
        if (!users.isEmpty()) {
            throw new Conflict("Others ask for trait('" + gone.key() + "'): " + named(users)
                    + "; delete or change them first");
        }
    }

    static String named(List<SavedDefinition> users) {
        return users.stream().map(user -> user.kind().words() + " '" + user.name() + "' (" + user.id() + ")")
                .collect(Collectors.joining(", "));
    }
}
