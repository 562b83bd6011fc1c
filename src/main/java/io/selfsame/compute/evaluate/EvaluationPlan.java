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

/** Definitions that are evaluated together, and what has to be read for them. Immutable. */
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
     * What has to be read of the events of one name.
     *
     * @param lookback how far before now events matter; empty: all events matter
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
     * What definitions depend on besides people and accounts. Immutable.
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

    /** The values of a stored list, for look-ups. Immutable. */
    public static final class ValueList {

        /** Bytes of a value in a set, beside those of its characters. */
        private static final int EACH = 90;

        private final long version;
        private final Set<Object> identities;
        private final long bytes;

        /**
         * A list of texts and numbers.
         *
         * @param version changes whenever the values change
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

        /** Changes whenever the values change. */
        public long version() {
            return version;
        }

        /** Estimated bytes of heap. */
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

    /** A plan in UTC and without lists. */
    public EvaluationPlan(List<Definition> inOrder) {
        this(inOrder, Surroundings.NONE);
    }

    /**
     * A plan of definitions, each after those that it depends on.
     *
     * @param around the time zone and lists of the space
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

    /** The plan of one definition and those of this plan that it depends on, directly or through others. */
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

    /** The time zone in which days begin. */
    public ZoneId zone() {
        return around.zone();
    }

    /** What definitions depend on besides people and accounts. */
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

    /** Whether a definition about people depends on one about accounts. */
    public boolean usersDependOnAccounts() {
        return !accountAudiencesOfPeople.isEmpty();
    }

    /** The audiences of accounts that definitions about people ask for, each after those that it depends on. */
    public List<Definition> accountAudiencesOfPeople() {
        return accountAudiencesOfPeople;
    }

    /** Whether a definition about accounts depends on audiences of other accounts, through the people of an account. */
    public boolean accountsDependOnOthers() {
        return accountsStandOnOthers;
    }

    /** The needed events, by name. */
    public Map<String, EventNeed> events() {
        return events;
    }

    /** The names of custom traits that may be asked for. */
    public Set<String> traits() {
        return traits;
    }

    /** The event columns that these definitions use. */
    public Set<EventColumns.ColumnOf> columns() {
        Set<EventColumns.ColumnOf> wanted = new HashSet<>();
        events.forEach(
                (name, need) -> need.columns().forEach(column -> wanted.add(new EventColumns.ColumnOf(name, column))));
        return wanted;
    }
}
