package io.selfsame.compute;

import io.selfsame.column.Column;
import io.selfsame.column.Columns;
import io.selfsame.query.QueryNeeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Definitions ready to be evaluated together, and all that has to be read for it. Immutable. */
final class Catalog {

    private final List<Definition> definitions;
    private final Map<String, Evaluator> evaluators = new HashMap<>();
    private final Map<String, Definition> ofUsers = new HashMap<>();
    private final Map<String, Definition> ofAccounts = new HashMap<>();
    private final Map<String, Need> events = new HashMap<>();
    private final Set<String> traits = new HashSet<>();
    private final List<Definition> accountAudiencesOfPeople;
    private final boolean accountsStandOnOthers;

    /**
     * What is needed of the events of one name.
     *
     * @param lookback how far before now they matter; empty: all of them
     */
    record Need(Optional<Duration> lookback, Set<Column> columns, boolean sources) {

        private Need and(Need other) {
            Optional<Duration> wider = lookback.isEmpty() || other.lookback.isEmpty()
                    ? Optional.empty()
                    : Optional.of(lookback.get().compareTo(other.lookback.get()) > 0
                            ? lookback.get()
                            : other.lookback.get());
            Set<Column> all = new HashSet<>(columns);
            all.addAll(other.columns);
            return new Need(wider, all, sources || other.sources);
        }
    }

    /** Of definitions in an order in which each comes after those it stands on. */
    Catalog(List<Definition> inOrder) {
        definitions = List.copyOf(inOrder);
        var references = new References(definitions);
        Set<Definition> askedOfPeople = new HashSet<>();
        Set<String> asking = new HashSet<>();
        boolean others = false;
        for (Definition definition : definitions) {
            evaluators.put(definition.id(), Evaluator.of(definition.query()));
            (switch (definition.level()) {
                case USERS -> ofUsers;
                case ACCOUNTS -> ofAccounts;
            }).put(definition.key(), definition);
            need(QueryNeeds.of(definition.query()));
            List<Definition> asked = references.accountAudiencesOfPeople(definition).toList();
            askedOfPeople.addAll(asked);
            if (!asked.isEmpty() || references.of(definition).stream().map(Definition::id).anyMatch(asking::contains)) {
                asking.add(definition.id());
                others |= definition.level() == Definition.Level.ACCOUNTS;
            }
        }
        accountAudiencesOfPeople = definitions.stream().filter(askedOfPeople::contains).toList();
        accountsStandOnOthers = others;
    }

    private void need(QueryNeeds needs) {
        traits.addAll(needs.traits());
        traits.addAll(needs.memberTraits());
        needs.events().forEach((name, lookback) -> {
            Set<Column> columns = new HashSet<>();
            needs.fields().getOrDefault(name, Set.of())
                    .forEach(field -> columns.add(Column.of(field)));
            events.merge(name, new Need(lookback, columns, needs.sources()), Need::and);
        });
    }

    /** A definition, and those among these on which it stands. */
    Catalog closure(Definition definition) {
        List<Definition> all = new ArrayList<>(definitions);
        all.removeIf(other -> other.id().equals(definition.id()));
        all.add(definition);
        var references = new References(all);
        Set<Definition> wanted = new LinkedHashSet<>();
        collect(references, definition, wanted);
        return new Catalog(new References(wanted).inOrder());
    }

    private static void collect(References references, Definition definition, Set<Definition> wanted) {
        if (wanted.add(definition)) {
            references.of(definition).forEach(target -> collect(references, target, wanted));
        }
    }

    List<Definition> definitions() {
        return definitions;
    }

    List<Definition> about(Definition.Level level) {
        return definitions.stream().filter(definition -> definition.level() == level).toList();
    }

    Evaluator evaluator(Definition definition) {
        return java.util.Objects.requireNonNull(evaluators.get(definition.id()));
    }

    Optional<Definition> ofUsers(String key) {
        return Optional.ofNullable(ofUsers.get(key));
    }

    Optional<Definition> ofAccounts(String key) {
        return Optional.ofNullable(ofAccounts.get(key));
    }

    boolean hasAccounts() {
        return !ofAccounts.isEmpty();
    }

    /** Whether what accounts are changes what people are. */
    boolean usersStandOnAccounts() {
        return !accountAudiencesOfPeople.isEmpty();
    }

    /** The audiences of accounts that people are asked for, each after those that it stands on itself. */
    List<Definition> accountAudiencesOfPeople() {
        return accountAudiencesOfPeople;
    }

    /** Whether what an account is depends on the audiences of other accounts, of its people. */
    boolean accountsStandOnOthers() {
        return accountsStandOnOthers;
    }

    /** By event name. */
    Map<String, Need> events() {
        return events;
    }

    /** The names of custom traits that may be asked for. */
    Set<String> traits() {
        return traits;
    }

    /** The columns that these definitions want events to carry. */
    Set<Columns.Of> columns() {
        Set<Columns.Of> wanted = new HashSet<>();
        events.forEach((name, need) -> need.columns().forEach(column -> wanted.add(new Columns.Of(name, column))));
        return wanted;
    }
}
