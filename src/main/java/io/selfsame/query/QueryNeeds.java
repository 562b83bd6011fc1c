package io.selfsame.query;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be read to answer a query. Immutable.
 *
 * @param events by the name of each event, how far before now those lie that matter; empty: all of them
 * @param fields by the name of each event, the parts of it that are looked at; never of an event around
 * @param traits keys of the traits of the person or account that the query is about
 * @param memberTraits keys of the traits of an account's people
 * @param sessions if it matters which events follow one another without a gap
 * @param sources if it matters which source an event came from
 * @param calendar if it matters when days begin
 * @param created if it matters when whoever the query is about was first seen
 * @param lists keys of the stored lists that values are looked for in
 */
public record QueryNeeds(Map<String, Optional<Duration>> events, Map<String, Set<Operand.Field>> fields,
        Set<String> traits, Set<String> memberTraits, boolean sessions, boolean sources,
        boolean calendar, boolean created, Set<String> lists) {

    public QueryNeeds {
        events = Map.copyOf(events);
        Map<String, Set<Operand.Field>> copies = new HashMap<>();
        fields.forEach((name, some) -> copies.put(name, Set.copyOf(some)));
        fields = Map.copyOf(copies);
        traits = Set.copyOf(traits);
        memberTraits = Set.copyOf(memberTraits);
        lists = Set.copyOf(lists);
    }

    /** What a query needs. */
    public static QueryNeeds of(Query query) {
        var collector = new Collector();
        switch (query) {
            case Query.Membership(Condition condition) -> collector.condition(condition, NeedScope.SUBJECT);
            case Query.Computation(Operand.Reduction reduction) -> collector.operand(reduction, NeedScope.SUBJECT);
        }
        return new QueryNeeds(collector.events, collector.fields, collector.traits, collector.memberTraits,
                collector.sessions, collector.sources, collector.calendar, collector.created,
                collector.lists);
    }

    /**
     * Where a part of the query stands.
     *
     * @param member inside ANY or ALL
     * @param event the event that the nearest {@code where} filters
     * @param parent the one that the {@code where} around that filters
     * @param grandparent the one that the next {@code where} filters
     * @param bound how far before now the event lies; empty: anywhere
     */
    private record NeedScope(boolean member, @Nullable String event, @Nullable String parent,
            @Nullable String grandparent, Optional<Duration> bound) {

        static final NeedScope SUBJECT = new NeedScope(false, null, null, null, Optional.empty());

        NeedScope ofMember() {
            return new NeedScope(true, null, null, null, Optional.empty());
        }

        NeedScope inside(String name, Optional<Duration> narrower) {
            return new NeedScope(member, name, event, parent, narrower);
        }
    }

    private static final class Collector {

        private final Map<String, Optional<Duration>> events = new HashMap<>();
        private final Map<String, Set<Operand.Field>> fields = new HashMap<>();
        private final Set<String> traits = new HashSet<>();
        private final Set<String> memberTraits = new HashSet<>();
        private final Set<String> lists = new HashSet<>();
        private boolean sessions;
        private boolean sources;
        private boolean calendar;
        private boolean created;

        private void condition(Condition condition, NeedScope scope) {
            switch (condition) {
                case Condition.And(List<Condition> all) -> all.forEach(one -> condition(one, scope));
                case Condition.Or(List<Condition> any) -> any.forEach(one -> condition(one, scope));
                case Condition.Not(Condition inner) -> condition(inner, scope);
                case Condition.AnyUser(Condition inner) -> condition(inner, scope.ofMember());
                case Condition.AllUsers(Condition inner) -> condition(inner, scope.ofMember());
                case Condition.Is(Operand value, Comparator comparator) -> {
                    operand(value, scope);
                    comparator(comparator, scope);
                }
            }
        }

        private void comparator(Comparator comparator, NeedScope scope) {
            switch (comparator) {
                case Comparator.Compare(var op, Operand with) -> operand(with, scope);
                case Comparator.BeforeDate(Operand date) -> operand(date, scope);
                case Comparator.AfterDate(Operand date) -> operand(date, scope);
                case Comparator.Exists c -> {
                }
                case Comparator.Absent c -> {
                }
                case Comparator.Contains c -> {
                }
                case Comparator.Omits c -> {
                }
                case Comparator.StartsWith c -> {
                }
                case Comparator.EndsWith c -> {
                }
                case Comparator.EqualsIgnoreCase c -> {
                }
                case Comparator.ContainsIgnoreCase c -> {
                }
                case Comparator.Matches c -> {
                }
                case Comparator.CompareVersion c -> {
                }
                case Comparator.OneOf c -> {
                }
                case Comparator.NoneOf c -> {
                }
                case Comparator.InList(String list) -> lists.add(list);
                case Comparator.NotInList(String list) -> lists.add(list);
                case Comparator.WithinLast c -> {
                }
                case Comparator.WithinNext c -> {
                }
                case Comparator.BeforeLast c -> {
                }
                case Comparator.AfterNext c -> {
                }
                case Comparator.AnniversaryWithinNext c -> calendar = true;
                case Comparator.AnniversaryWithinLast c -> calendar = true;
                case Comparator.AnniversaryToday c -> calendar = true;
                case Comparator.During c -> calendar = true;
                case Comparator.Has(Condition condition) -> condition(condition, scope);
            }
        }

        private void operand(Operand operand, NeedScope scope) {
            switch (operand) {
                case Operand.Literal literal -> {
                }
                case Operand.Element element -> {
                }
                case Operand.CreatedAt c -> created |= !scope.member();
                case Operand.Trait(Path path, var as) ->
                    key(path).ifPresent((scope.member() ? memberTraits : traits)::add);
                case Operand.Field field -> field(field, switch (field.of()) {
                    case EVENT -> scope.event();
                    case PARENT -> scope.parent();
                    case GRANDPARENT -> scope.grandparent();
                });
                case Operand.Reduction(Events of, Reducer reducer) -> {
                    events(of, scope);
                    reducer.of().ifPresent(field -> field(field, of.name()));
                    calendar |= reducer instanceof Reducer.CountDays;
                }
            }
        }

        private static Optional<String> key(Path path) {
            return path.steps().getFirst() instanceof Path.Name(String name) ? Optional.of(name) : Optional.empty();
        }

        private void field(Operand.Field field, @Nullable String event) {
            if (event != null) {
                fields.computeIfAbsent(event, name -> new HashSet<>())
                        .add(new Operand.Field(field.source(), Operand.Whose.EVENT, field.path()));
            }
        }

        private void events(Events of, NeedScope scope) {
            List<Filter> filters = of.filters();
            // A child comes after its parent, so it is never further back.
            Optional<Duration> bound = scope.bound();
            boolean first = true;
            int from = 0;
            while (first || from < filters.size()) {
                int to = from;
                while (to < filters.size() && !(filters.get(to) instanceof Filter.ExpiresAfter)) {
                    bound = tighter(bound, window(filters.get(to++)));
                }
                // A session depends on all that is left by then; windows after it narrow only what follows.
                if (first) {
                    events.merge(of.name(), bound, Collector::wider);
                    first = false;
                }
                NeedScope inside = scope.inside(of.name(), bound);
                filters.subList(from, to).forEach(filter -> filter(filter, inside));
                sessions |= to < filters.size();
                from = to + 1;
            }
        }

        private void filter(Filter filter, NeedScope inside) {
            switch (filter) {
                case Filter.Where(Condition condition) -> condition(condition, inside);
                case Filter.ExcludeSources s -> sources = true;
                case Filter.Within w -> {
                }
                case Filter.Between b -> {
                }
                case Filter.BetweenDates b -> {
                }
                case Filter.After a -> {
                }
                case Filter.Before b -> {
                }
                case Filter.During d -> calendar = true;
                case Filter.ExpiresAfter e -> {
                }
            }
        }

        private static Optional<Duration> window(Filter filter) {
            return switch (filter) {
                case Filter.Within(Filter.Since since, Span span) when since == Filter.Since.NOW ->
                    Optional.of(span.duration());
                case Filter.Between(Filter.Since since, Span from, Span to) when since == Filter.Since.NOW ->
                    Optional.of(to.duration());
                case Filter.Within w -> Optional.empty();
                case Filter.Between b -> Optional.empty();
                // How far back a date lies depends on when it is asked.
                case Filter.BetweenDates b -> Optional.empty();
                case Filter.After a -> Optional.empty();
                case Filter.Before b -> Optional.empty();
                case Filter.During(CalendarPeriod period) -> Optional.of(period.reach());
                case Filter.Where w -> Optional.empty();
                case Filter.ExpiresAfter e -> Optional.empty();
                case Filter.ExcludeSources s -> Optional.empty();
            };
        }

        private static Optional<Duration> tighter(Optional<Duration> a, Optional<Duration> b) {
            return (a.isEmpty() || (b.isPresent() && b.get().compareTo(a.get()) < 0)) ? b : a;
        }

        private static Optional<Duration> wider(Optional<Duration> a, Optional<Duration> b) {
            if (a.isEmpty() || b.isEmpty()) {
                return Optional.empty();
            }
            return a.get().compareTo(b.get()) < 0 ? b : a;
        }
    }
}
