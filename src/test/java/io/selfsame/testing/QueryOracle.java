package io.selfsame.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Comparator;
import io.selfsame.query.Comparator.Op;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Audiences and computed traits in memory, at one instant, by walking over everything each time: what the service's
 * answers are compared with. A value is the list of its scalars, so that a missing value is an empty list and a single
 * value a list of one.
 */
public final class QueryOracle {

    /** An event with a name. {@code properties} hold {@code page_name} and {@code screen_name} already. */
    public record Event(String name, Instant at, long seq, JsonNode properties, JsonNode context, String source) {}

    /** Whom a definition is about; traits are the custom ones, after merging. */
    public sealed interface Subject {
        String id();

        Map<String, JsonNode> traits();
    }

    /**
     * A person. External IDs are written {@code type:value}; accounts are named by their {@link Account#id}.
     *
     * @param created when each of the profiles was
     */
    public record Person(String id, Set<String> externalIds, List<Event> events, Map<String, JsonNode> traits,
            Set<String> accounts, List<Instant> created) implements Subject {
        public Person(String id, Set<String> externalIds, List<Event> events, Map<String, JsonNode> traits,
                Set<String> accounts) {
            this(id, externalIds, events, traits, accounts, List.of());
        }
    }

    /** An account; its people are those who name it. */
    public record Account(String id, Map<String, JsonNode> traits) implements Subject {}

    /** An audience or a computed trait. {@code needs}: one external ID of these types, or nothing in particular. */
    public record Definition(String key, boolean ofAccounts, Query query, Set<String> needs) {
        public boolean isAudience() {
            return query instanceof Query.Membership;
        }
    }

    /** Where a condition is read: about whom, and of which event, after those around it from the outermost inwards. */
    private record Scope(Subject subject, List<Event> chain, JsonNode element) {
        static Scope of(Subject subject) {
            return new Scope(subject, List.of(), MissingNode.getInstance());
        }

        Scope inside(Event inner) {
            return new Scope(subject, Stream.concat(chain.stream(), Stream.of(inner)).toList(), element);
        }

        Scope of(JsonNode inner) {
            return new Scope(subject, chain, inner);
        }

        Optional<Event> event() {
            return chain.reversed().stream().findFirst();
        }

        Event up(int levels) {
            return chain.reversed().get(levels);
        }
    }

    private final Collection<Definition> definitions;
    private final Collection<Person> people;
    private final Collection<Account> accounts;
    private final Instant now;
    private final ZoneId zone;
    private Map<String, List<Operand.Literal>> lists = Map.of();

    /** @param definitions those that {@code trait('…')} knows by key */
    public QueryOracle(Collection<Definition> definitions, Collection<Person> people, Collection<Account> accounts,
            Instant now) {
        this(definitions, people, accounts, now, ZoneOffset.UTC);
    }

    /** The same, where stored lists have values; all others have none. */
    public QueryOracle withLists(Map<String, List<Object>> values) {
        lists = new HashMap<>();
        values.forEach((key, list) -> lists.put(key, list.stream().map(Operand.Literal::new).toList()));
        return this;
    }

    /** As the other, where days begin in a time zone. */
    public QueryOracle(Collection<Definition> definitions, Collection<Person> people, Collection<Account> accounts,
            Instant now, ZoneId zone) {
        this.zone = zone;
        this.definitions = definitions;
        this.people = people;
        this.accounts = accounts;
        this.now = now;
    }

    /** The boolean of an audience, the value of a computed trait, or a missing node. */
    public JsonNode value(Definition definition, Subject subject) {
        boolean counts = counts(definition, subject);
        return switch (definition.query()) {
            case Query.Membership(var condition) ->
                BooleanNode.valueOf(counts && holds(condition, Scope.of(subject)));
            case Query.Computation(var reduction) -> counts
                    ? reduce(reduction, Scope.of(subject))
                    : MissingNode.getInstance();
        };
    }

    private static boolean counts(Definition definition, Subject subject) {
        return switch (subject) {
            case Person person -> definition.needs().isEmpty() || person.externalIds().stream()
                    .anyMatch(id -> definition.needs().contains(id.substring(0, id.indexOf(':'))));
            case Account account -> true;
        };
    }

    /** Whether a preview lists them: a member of an audience, or somebody with a value that is made of events. */
    public boolean tells(Definition definition, Subject subject) {
        JsonNode value = value(definition, subject);
        return switch (definition.query()) {
            case Query.Membership m -> value.booleanValue();
            case Query.Computation(var reduction) ->
                !value.isMissingNode() && !select(reduction.events(), Scope.of(subject)).isEmpty();
        };
    }

    /** Equal values, however their numbers are written; null is as good as missing. */
    public static boolean same(JsonNode a, JsonNode b) {
        return OracleValues.same(a, b);
    }

    private boolean holds(Condition condition, Scope scope) {
        return switch (condition) {
            case Condition.And(var all) -> all.stream().allMatch(each -> holds(each, scope));
            case Condition.Or(var any) -> any.stream().anyMatch(each -> holds(each, scope));
            case Condition.Not(var inner) -> !holds(inner, scope);
            case Condition.AnyUser(var inner) -> members(scope).anyMatch(person -> holds(inner, Scope.of(person)));
            case Condition.AllUsers(var inner) -> members(scope).findAny().isPresent()
                    && members(scope).allMatch(person -> holds(inner, Scope.of(person)));
            case Condition.Is(var value, var comparator) -> is(values(value, scope), comparator, scope);
        };
    }

    private Stream<Person> members(Scope scope) {
        return people.stream().filter(person -> person.accounts().contains(scope.subject().id()));
    }

    private boolean is(List<JsonNode> left, Comparator comparator, Scope scope) {
        return switch (comparator) {
            case Comparator.Has(var condition) -> left.stream().flatMap(OracleValues::elements)
                    .anyMatch(element -> holds(condition, scope.of(element)));
            case Comparator.Exists c -> !left.isEmpty();
            case Comparator.Absent c -> left.isEmpty();
            case Comparator.Compare(var op, var with) ->
                compare(left, op, values(with, scope));
            case Comparator.Contains(var texts) -> contains(left, texts);
            case Comparator.Omits(var texts) -> !left.isEmpty() && !contains(left, texts);
            case Comparator.StartsWith(var text) ->
                left.stream().anyMatch(value -> OracleValues.text(value).startsWith(text));
            case Comparator.EndsWith(var text) ->
                left.stream().anyMatch(value -> OracleValues.text(value).endsWith(text));
            case Comparator.EqualsIgnoreCase(var text) ->
                left.stream().anyMatch(value -> lower(OracleValues.text(value)).equals(lower(text)));
            case Comparator.ContainsIgnoreCase(var texts) -> left.stream().anyMatch(value -> texts.stream()
                    .anyMatch(text -> lower(OracleValues.text(value)).contains(lower(text))));
            case Comparator.Matches(var pattern, var ignoreCase) -> left.stream().map(OracleValues::text)
                    .anyMatch(text -> ignoreCase
                            ? isLike(lower(text), lower(pattern))
                            : isLike(text, pattern));
            case Comparator.CompareVersion(var op, var version) -> left.stream().map(OracleValues::text)
                    .anyMatch(text -> OracleValues.isVersionSo(text, op, version));
            case Comparator.OneOf(var literals) -> oneOf(left, literals);
            case Comparator.NoneOf(var literals) -> !left.isEmpty() && !oneOf(left, literals);
            case Comparator.InList(var list) -> oneOf(left, lists.getOrDefault(list, List.of()));
            case Comparator.NotInList(var list) ->
                !left.isEmpty() && !oneOf(left, lists.getOrDefault(list, List.of()));
            case Comparator.BeforeDate(var date) -> dates(date, scope)
                    .anyMatch(limit -> anyInstant(left, at -> at.isBefore(limit)));
            case Comparator.AfterDate(var date) -> dates(date, scope)
                    .anyMatch(limit -> anyInstant(left, at -> at.isAfter(limit)));
            case Comparator.WithinLast(var span) -> anyInstant(left, at -> !at.isBefore(ago(span)) && !at.isAfter(now));
            case Comparator.WithinNext(var span) ->
                anyInstant(left, at -> !at.isBefore(now) && !at.isAfter(ahead(span)));
            case Comparator.BeforeLast(var span) -> anyInstant(left, at -> !at.isAfter(ago(span)));
            case Comparator.AfterNext(var span) -> anyInstant(left, at -> !at.isBefore(ahead(span)));
            case Comparator.AnniversaryWithinNext(var days) -> anniversary(left, 0, days.amount());
            case Comparator.AnniversaryWithinLast(var days) -> anniversary(left, -days.amount(), 0);
            case Comparator.AnniversaryToday c -> anniversary(left, 0, 0);
            case Comparator.During(var period) -> anyInstant(left, at -> isIn(period, at));
        };
    }

    private static boolean compare(List<JsonNode> left, Op op, List<JsonNode> right) {
        return switch (op) {
            case EQUALS -> anyPair(left, right, (a, b) -> OracleValues.equal(a, b));
            case DIFFERS -> !left.isEmpty() && !right.isEmpty()
                    && !anyPair(left, right, (a, b) -> OracleValues.equal(a, b));
            case GREATER_THAN ->
                anyPair(left, right, (a, b) -> OracleValues.order(a, b).filter(sign -> sign > 0).isPresent());
            case AT_LEAST ->
                anyPair(left, right, (a, b) -> OracleValues.order(a, b).filter(sign -> sign >= 0).isPresent());
            case LESS_THAN ->
                anyPair(left, right, (a, b) -> OracleValues.order(a, b).filter(sign -> sign < 0).isPresent());
            case AT_MOST ->
                anyPair(left, right, (a, b) -> OracleValues.order(a, b).filter(sign -> sign <= 0).isPresent());
        };
    }

    private static boolean anyPair(List<JsonNode> left, List<JsonNode> right,
            java.util.function.BiPredicate<JsonNode, JsonNode> test) {
        return left.stream().anyMatch(a -> right.stream().anyMatch(b -> test.test(a, b)));
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    /** By trying everything. */
    private static boolean isLike(String text, String pattern) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.startsWith("*")) {
            return isLike(text, pattern.substring(1)) || (!text.isEmpty() && isLike(text.substring(1), pattern));
        }
        int wanted = pattern.startsWith("\\") ? 1 : 0;
        boolean fits = !text.isEmpty()
                && (pattern.startsWith("?") || pattern.codePointAt(wanted) == text.codePointAt(0));
        return fits && isLike(text.substring(text.offsetByCodePoints(0, 1)),
                pattern.substring(pattern.offsetByCodePoints(wanted, 1)));
    }

    private static boolean contains(List<JsonNode> left, List<String> texts) {
        return left.stream().anyMatch(value -> texts.stream().anyMatch(OracleValues.text(value)::contains));
    }

    private static boolean oneOf(List<JsonNode> left, List<Operand.Literal> literals) {
        return left.stream().anyMatch(value -> literals.stream()
                .anyMatch(literal -> OracleValues.equal(value, OracleValues.literal(literal))));
    }

    private static boolean anyInstant(List<JsonNode> values, Predicate<Instant> test) {
        return values.stream().flatMap(value -> OracleValues.instant(value).stream()).anyMatch(test);
    }

    /** By looking at each day. */
    private boolean anniversary(List<JsonNode> values, long first, long last) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return values.stream().flatMap(value -> OracleValues.day(value, zone).stream())
                .anyMatch(date -> java.util.stream.LongStream.rangeClosed(first, last).mapToObj(today::plusDays)
                        .anyMatch(day -> date.withYear(day.getYear()).equals(day)));
    }

    private Stream<Instant> dates(Operand date, Scope scope) {
        return values(date, scope).stream().flatMap(value -> OracleValues.instant(value).stream());
    }

    private List<JsonNode> values(Operand operand, Scope scope) {
        return switch (operand) {
            case Operand.Literal literal -> List.of(OracleValues.literal(literal));
            case Operand.Field(var source, var of, var path, var as) ->
                OracleValues.taken(as, OracleValues.of(scope.up(switch (of) {
                    case EVENT -> 0;
                    case PARENT -> 1;
                    case GRANDPARENT -> 2;
                }), source, path));
            case Operand.Element(var path, var as) ->
                OracleValues.taken(as, OracleValues.read(scope.element(), path.steps()));
            case Operand.Trait(var path, var as) -> OracleValues.taken(as, trait(path, scope.subject()));
            case Operand.CreatedAt c -> ((Person) scope.subject()).created().stream().min(Instant::compareTo).stream()
                    .<JsonNode>map(at -> com.fasterxml.jackson.databind.node.TextNode.valueOf(at.toString())).toList();
            case Operand.Reduction reduction -> OracleValues.scalars(reduce(reduction, scope));
        };
    }

    private List<JsonNode> trait(Path path, Subject subject) {
        String key = switch (path.steps().getFirst()) {
            case Path.Name(var name) -> name;
            case Path.Each each -> throw new AssertionError("no trait has the name $");
        };
        return OracleValues.read(trait(key, subject), path.steps().subList(1, path.steps().size()));
    }

    private JsonNode trait(String key, Subject subject) {
        boolean ofAccounts = subject instanceof Account;
        for (Definition definition : definitions) {
            if (definition.key().equals(key) && definition.ofAccounts() == ofAccounts) {
                return value(definition, subject);
            }
        }
        for (Definition definition : definitions) {
            if (definition.key().equals(key) && definition.isAudience() && subject instanceof Person person) {
                return BooleanNode.valueOf(accounts.stream().filter(account -> person.accounts().contains(account.id()))
                        .anyMatch(account -> value(definition, account).booleanValue()));
            }
        }
        return subject.traits().getOrDefault(key, MissingNode.getInstance());
    }

    private JsonNode reduce(Operand.Reduction reduction, Scope scope) {
        return OracleValues.reduce(reduction.reducer(), select(reduction.events(), scope), zone);
    }

    /** The events that are left of a stream after all filters, in order. */
    private List<Event> select(Events query, Scope scope) {
        Stream<Event> all = switch (scope.subject()) {
            case Person person -> person.events().stream();
            case Account account -> members(scope).flatMap(person -> person.events().stream());
        };
        var order = java.util.Comparator.comparing(Event::at).thenComparing(Event::seq);
        List<Event> left = all.filter(event -> query.isAny() || event.name().equals(query.name()))
                .filter(event -> !event.at().isAfter(now))
                .filter(event -> scope.event().filter(parent -> order.compare(event, parent) <= 0).isEmpty())
                .sorted(order).toList();
        for (Filter filter : query.filters()) {
            left = keep(filter, left, scope);
        }
        return left;
    }

    private List<Event> keep(Filter filter, List<Event> events, Scope scope) {
        return switch (filter) {
            case Filter.Where(var condition) ->
                events.stream().filter(event -> holds(condition, scope.inside(event))).toList();
            case Filter.Within(var since, var span) -> since != Filter.Since.NOW
                    ? between(events, start(since, scope), start(since, scope).plus(span.duration()))
                    : between(events, ago(span), now);
            case Filter.Between(var since, var from, var to) -> since != Filter.Since.NOW
                    ? between(events, start(since, scope).plus(from.duration()),
                            start(since, scope).plus(to.duration()))
                    : between(events, ago(to), ago(from));
            case Filter.BetweenDates(var from, var to) -> between(events, from.instant(), to.instant());
            case Filter.After(var from) ->
                events.stream().filter(event -> !event.at().isBefore(from.instant())).toList();
            case Filter.Before(var end) -> events.stream().filter(event -> event.at().isBefore(end.instant())).toList();
            case Filter.During(var period) -> events.stream().filter(event -> isIn(period, event.at())).toList();
            case Filter.ExpiresAfter(var span) -> session(events, span);
            case Filter.ExcludeSources(var sources) ->
                events.stream().filter(event -> !sources.contains(event.source())).toList();
        };
    }

    /** By the numbers that a calendar has for the day, and for now. */
    private boolean isIn(CalendarPeriod period, Instant at) {
        LocalDate today = now.atZone(zone).toLocalDate();
        LocalDate day = at.atZone(zone).toLocalDate();
        return switch (period) {
            case TODAY -> day.equals(today);
            case YESTERDAY -> day.plusDays(1).equals(today);
            case THIS_WEEK -> week(day) == week(today);
            case LAST_WEEK -> week(day) + 1 == week(today);
            case THIS_MONTH -> month(day) == month(today);
            case LAST_MONTH -> month(day) + 1 == month(today);
            case THIS_QUARTER -> Math.floorDiv(month(day), 3) == Math.floorDiv(month(today), 3);
            case LAST_QUARTER -> Math.floorDiv(month(day), 3) + 1 == Math.floorDiv(month(today), 3);
            case THIS_YEAR -> day.getYear() == today.getYear();
            case LAST_YEAR -> day.getYear() + 1 == today.getYear();
        };
    }

    /** The first of January 1970 was a Thursday. */
    private static long week(LocalDate day) {
        return Math.floorDiv(day.toEpochDay() + 3, 7);
    }

    private static long month(LocalDate day) {
        return day.getYear() * 12L + day.getMonthValue() - 1;
    }

    private static Instant start(Filter.Since since, Scope scope) {
        return switch (since) {
            case NOW -> throw new AssertionError("now is no event");
            case PARENT -> scope.up(0).at();
            case GRANDPARENT -> scope.up(1).at();
            case CHAIN -> scope.chain().getFirst().at();
        };
    }

    private static List<Event> between(List<Event> events, Instant first, Instant last) {
        return events.stream().filter(event -> !event.at().isBefore(first) && !event.at().isAfter(last)).toList();
    }

    /** Backwards from the last event while no gap is longer than the span; nothing if now is farther off than that. */
    private List<Event> session(List<Event> events, Span span) {
        List<Event> run = new ArrayList<>();
        Instant next = now;
        for (Event event : events.reversed()) {
            if (event.at().plus(span.duration()).isBefore(next)) {
                break;
            }
            run.add(event);
            next = event.at();
        }
        Collections.reverse(run);
        return run;
    }

    private Instant ago(Span span) {
        return now.minus(span.duration());
    }

    private Instant ahead(Span span) {
        return now.plus(span.duration());
    }
}
