package io.selfsame.compute.evaluate;

import io.selfsame.column.EventColumn;
import io.selfsame.column.EventColumns;
import io.selfsame.query.QueryNeeds;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Definitions ready to be evaluated together, and all that has to be read for it. Immutable. */
public final class EvaluationPlan {

    private final List<Definition> definitions;
    private final Surroundings around;
    private final Map<String, Evaluator> evaluators = new HashMap<>();
    private final Map<String, Definition> ofUsers = new HashMap<>();
    private final Map<String, Definition> ofAccounts = new HashMap<>();
    private final Map<String, EventNeed> events = new HashMap<>();
    private final Set<String> traits = new HashSet<>();
    private final List<Definition> accountAudiencesOfPeople;
    private final boolean accountsStandOnOthers;

    /**
     * What is needed of the events of one name.
     *
     * @param lookback how far before now they matter; empty: all of them
     */
    public record EventNeed(Optional<Duration> lookback, Set<EventColumn> columns, boolean sources) {

        private EventNeed and(EventNeed other) {
            Optional<Duration> wider = lookback.isEmpty() || other.lookback.isEmpty()
                    ? Optional.empty()
                    : Optional.of(lookback.get().compareTo(other.lookback.get()) > 0
                            ? lookback.get()
                            : other.lookback.get());
            Set<EventColumn> all = new HashSet<>(columns);
            all.addAll(other.columns);
            return new EventNeed(wider, all, sources || other.sources);
        }
    }

    /**
     * What definitions follow beside people and accounts. Immutable.
     *
     * @param zone the time zone of the space, in which days begin
     * @param lists the stored lists of the space, by key
     */
    public record Surroundings(ZoneId zone, Map<String, ValueList> lists) {

        /** UTC, and no lists. */
        public static final Surroundings NONE = new Surroundings(ZoneOffset.UTC, Map.of());

        public Surroundings {
            lists = Map.copyOf(lists);
        }

        ValueList list(String key) {
            ValueList list = lists.get(key);
            if (list == null) {
                throw ValueList.missing(key);
            }
            return list;
        }
    }

    /** The values of a stored list, to look values up in. Immutable. */
    public static final class ValueList {

        /** Bytes of a value in a set, beside those of its characters. */
        private static final int EACH = 90;

        private final long version;
        private final Set<Object> identities;
        private final long bytes;

        /**
         * Of texts and numbers.
         *
         * @param version another one whenever the values are others
         */
        public ValueList(long version, Collection<?> values) {
            this.version = version;
            this.identities = HashSet.newHashSet(values.size());
            long size = 0;
            for (Object value : values) {
                identities.add(ScalarOrder.identity(value));
                size += EACH + (value instanceof String text ? 2L * text.length() : 0);
            }
            this.bytes = size;
        }

        /** Another one whenever the values are others. */
        public long version() {
            return version;
        }

        /** About so many of the heap. */
        public long bytes() {
            return bytes;
        }

        boolean contains(Object value) {
            return identities.contains(ScalarOrder.identity(value));
        }

        static RunControl.EvaluationFailure missing(String key) {
            return new RunControl.EvaluationFailure("asks for the list '" + key + "', which does not exist");
        }
    }

    /** As the other, in UTC and without lists. */
    public EvaluationPlan(List<Definition> inOrder) {
        this(inOrder, Surroundings.NONE);
    }

    /**
     * Of definitions in an order in which each comes after those it depends on.
     *
     * @param around of the space
     */
    public EvaluationPlan(List<Definition> inOrder, Surroundings around) {
        this.around = around;
        definitions = List.copyOf(inOrder);
        var dependencies = new Dependencies(definitions);
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
            List<Definition> asked = dependencies.accountAudiencesOfPeople(definition).toList();
            askedOfPeople.addAll(asked);
            if (!asked.isEmpty()
                    || dependencies.of(definition).stream().map(Definition::id).anyMatch(asking::contains)) {
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
            Set<EventColumn> columns = new HashSet<>();
            needs.fields().getOrDefault(name, Set.of())
                    .forEach(field -> columns.add(EventColumn.of(field)));
            events.merge(name, new EventNeed(lookback, columns, needs.sources()), EventNeed::and);
        });
    }

    /** A definition, and those among these on which it stands. */
    public EvaluationPlan closure(Definition definition) {
        List<Definition> all = new ArrayList<>(definitions);
        all.removeIf(other -> other.id().equals(definition.id()));
        all.add(definition);
        var dependencies = new Dependencies(all);
        Set<Definition> wanted = new LinkedHashSet<>();
        collect(dependencies, definition, wanted);
        return new EvaluationPlan(new Dependencies(wanted).inOrder(), around);
    }

    private static void collect(Dependencies dependencies, Definition definition, Set<Definition> wanted) {
        if (wanted.add(definition)) {
            dependencies.of(definition).forEach(target -> collect(dependencies, target, wanted));
        }
    }

    /** In which days begin. */
    public ZoneId zone() {
        return around.zone();
    }

    /** What definitions follow beside people and accounts. */
    public Surroundings around() {
        return around;
    }

    public List<Definition> definitions() {
        return definitions;
    }

    public List<Definition> about(Definition.Level level) {
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

    public boolean hasAccounts() {
        return !ofAccounts.isEmpty();
    }

    /** Whether what accounts are changes what people are. */
    public boolean usersDependOnAccounts() {
        return !accountAudiencesOfPeople.isEmpty();
    }

    /** The audiences of accounts that people are asked for, each after those that it depends on itself. */
    public List<Definition> accountAudiencesOfPeople() {
        return accountAudiencesOfPeople;
    }

    /** Whether what an account is depends on the audiences of other accounts, of its people. */
    public boolean accountsDependOnOthers() {
        return accountsStandOnOthers;
    }

    /** By event name. */
    public Map<String, EventNeed> events() {
        return events;
    }

    /** The names of custom traits that may be asked for. */
    public Set<String> traits() {
        return traits;
    }

    /** The columns that these definitions want events to carry. */
    public Set<EventColumns.ColumnOf> columns() {
        Set<EventColumns.ColumnOf> wanted = new HashSet<>();
        events.forEach(
                (name, need) -> need.columns().forEach(column -> wanted.add(new EventColumns.ColumnOf(name, column))));
        return wanted;
    }
}
