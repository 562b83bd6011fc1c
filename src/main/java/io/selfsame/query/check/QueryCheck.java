package io.selfsame.query.check;

import io.selfsame.json.Json;
import io.selfsame.json.TimeText;
import io.selfsame.query.Cast;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.QueryNeeds;
import io.selfsame.query.Reducer;
import io.selfsame.query.Span;
import io.selfsame.query.text.QueryText;
import io.selfsame.query.text.UnitNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The rules that neither the grammar nor the types hold, the same for a query from text, from JSON, or made by hand. A
 * query that passes has a text that parses and a JSON form that reads, each as an equal tree.
 */
public final class QueryCheck {

    /** More primary expressions are refused. */
    public static final int MAX_EXPRESSIONS = 50;

    /** Conditions further inside one another are refused, so that whatever recurses over a tree, or its JSON, may. */
    public static final int MAX_DEPTH = 16;

    /** The longest name of an event, and the longest path, in characters: as long as names in tracking calls. */
    public static final int MAX_NAME = 1_000;

    /** More different parts of events are refused: each becomes a property of every event of its name. */
    public static final int MAX_FIELDS = 50;

    /** The longest length of time. */
    public static final int MAX_DAYS = 3_660;

    private final SourcePositions places;
    private final PartCheck parts;
    private final PlacementCheck placement;
    private int expressions;

    /** The events that the part at hand stands in, the nearest first. */
    private final Deque<Events> around = new ArrayDeque<>();

    private QueryCheck(boolean accounts, SourcePositions places) {
        this.places = places;
        this.parts = new PartCheck(places);
        this.placement = new PlacementCheck(places, accounts);
    }

    /**
     * Checks a query.
     *
     * @param accounts if the query is about accounts, not people
     * @throws QueryException of the first rule that is broken
     */
    public static void check(Query query, boolean accounts) {
        check(query, accounts, new SourcePositions());
    }

    public static void check(Query query, boolean accounts, SourcePositions places) {
        var check = new QueryCheck(accounts, places);
        switch (query) {
            case Query.Membership(Condition condition) -> check.condition(condition, CheckScope.SUBJECT, 1);
            case Query.Computation(Operand.Reduction reduction) -> {
                check.count(reduction);
                check.reduction(reduction, CheckScope.SUBJECT, 0);
            }
        }
        int fields = QueryNeeds.of(query).fields().values().stream().mapToInt(Set::size).sum();
        if (fields > MAX_FIELDS) {
            throw places.problem(query,
                    "The query looks at " + fields + " different properties of events; the limit is "
                            + MAX_FIELDS + ".");
        }
        int length = QueryText.write(query).length();
        if (length > QueryText.MAX_LENGTH) {
            throw places.problem(query, "Written out, the query has " + length + " characters; the limit is "
                    + QueryText.MAX_LENGTH + ".");
        }
    }

    private void condition(Condition condition, CheckScope scope, int depth) {
        if (depth > MAX_DEPTH) {
            throw places.problem(condition, "Conditions stand inside one another more than " + MAX_DEPTH + " times.");
        }
        switch (condition) {
            case Condition.And(List<Condition> all) -> all.forEach(one -> condition(one, scope, depth + 1));
            case Condition.Or(List<Condition> any) -> any.forEach(one -> condition(one, scope, depth + 1));
            case Condition.Not(Condition inner) -> condition(inner, scope, depth + 1);
            case Condition.AnyUser(Condition inner) -> members(condition, inner, scope, depth);
            case Condition.AllUsers(Condition inner) -> members(condition, inner, scope, depth);
            case Condition.Is(Operand value, Comparator comparator) -> {
                count(condition);
                operand(value, scope, depth);
                if (comparator instanceof Comparator.Has) {
                    parts.array(comparator, value);
                }
                comparator(comparator, scope, depth);
                if (comparator instanceof Comparator.Compare(var op, Operand.Literal constant)) {
                    parts.meets(value, constant);
                }
            }
        }
    }

    private void members(Condition condition, Condition inner, CheckScope scope, int depth) {
        placement.members(condition, scope);
        condition(inner, CheckScope.MEMBER, depth + 1);
    }

    private void count(Object part) {
        if (++expressions > MAX_EXPRESSIONS) {
            throw places.problem(part,
                    "The query has more than " + MAX_EXPRESSIONS + " comparisons; make audiences of parts "
                            + "of it, and refer to them by trait('key').");
        }
    }

    private void operand(Operand operand, CheckScope scope, int depth) {
        parts.stands(operand, scope == CheckScope.ELEMENT);
        switch (operand) {
            case Operand.CreatedAt c -> {
            }
            case Operand.Element(Path path, var as) -> parts.path(operand, path);
            case Operand.Trait(Path path, var as) -> parts.path(operand, path);
            case Operand.Field field -> field(field, scope);
            case Operand.Literal literal -> parts.literal(literal);
            case Operand.Reduction reduction -> reduction(reduction, scope, depth);
        }
    }

    private void reduction(Operand.Reduction reduction, CheckScope scope, int depth) {
        Events events = reduction.events();
        parts.name(reduction, "The name of the event", events.name());
        around.push(events);
        events.filters().forEach(filter -> filter(filter, scope.inside(), depth));
        Reducer reducer = reduction.reducer();
        reducer.of().ifPresent(field -> {
            switch (field.of()) {
                case EVENT -> {
                }
                case PARENT, GRANDPARENT -> throw places.problem(field,
                        "A reducer takes a property of the events that it reduces, not of their "
                                + field.of().word() + ".");
            }
            field(field, scope.inside());
            parts.cast(reducer, field.as());
        });
        around.pop();
        switch (reducer) {
            case Reducer.Max(var field, Reducer.ValueType as) -> extreme(reducer, field, as);
            case Reducer.Min(var field, Reducer.ValueType as) -> extreme(reducer, field, as);
            case Reducer.Mode(var field, Reducer.ValueType as, long least) -> {
                if (least < 1) {
                    throw places.problem(reducer, "The least number of times is 1 or more, not " + least + ".");
                }
            }
            case Reducer.Count r -> {
            }
            case Reducer.Sum r -> {
            }
            case Reducer.Avg r -> {
            }
            case Reducer.First r -> {
            }
            case Reducer.Last r -> {
            }
            case Reducer.Unique r -> {
            }
            case Reducer.UniqueCount r -> {
            }
            case Reducer.CountDays r -> {
            }
            case Reducer.FirstSeen r -> {
            }
            case Reducer.LastSeen r -> {
            }
        }
    }

    private void extreme(Reducer reducer, Operand.Field field, Reducer.ValueType as) {
        if (as != Reducer.ValueType.NUMBER && as != Reducer.ValueType.STRING) {
            throw places.problem(reducer, "max and min take values as number or string; as array is for mode.");
        }
        if (as == Reducer.ValueType.STRING && field.as() != Cast.AS_IS) {
            throw places.problem(reducer, "max and min take values as number or as string, not as both.");
        }
    }

    /**
     * @param scope what the conditions inside the filter are about
     */
    private void filter(Filter filter, CheckScope scope, int depth) {
        switch (filter) {
            case Filter.Where(Condition condition) -> condition(condition, scope, depth + 1);
            case Filter.Within(Filter.Since since, Span span) -> {
                placement.since(filter, since, scope);
                parts.span(filter, span);
            }
            case Filter.Between(Filter.Since since, Span from, Span to) -> {
                placement.since(filter, since, scope);
                // Of nothing up to so long: a window may begin now, or at its parent.
                if (from.amount() != 0) {
                    parts.span(filter, from);
                }
                parts.span(filter, to);
                if (from.duration().compareTo(to.duration()) > 0) {
                    throw places.problem(filter, "between(A, B) has the shorter time first: between("
                            + QueryText.label(since) + UnitNames.text(to) + ", " + UnitNames.text(from) + ").");
                }
            }
            case Filter.BetweenDates(Moment from, Moment to) -> {
                if (parts.moment(from).isAfter(parts.moment(to))) {
                    throw places.problem(filter, "between(A, B) has the earlier date first.");
                }
            }
            case Filter.After(Moment from) -> parts.moment(from);
            case Filter.Before(Moment end) -> parts.moment(end);
            case Filter.During d -> {
            }
            case Filter.ExpiresAfter(Span span) -> parts.span(filter, span);
            case Filter.ExcludeSources(List<String> sources) -> parts.texts(filter, sources);
        }
    }

    private void field(Operand.Field field, CheckScope scope) {
        placement.field(field, scope, around);
        parts.path(field, field.path());
    }

    private void comparator(Comparator comparator, CheckScope scope, int depth) {
        switch (comparator) {
            case Comparator.Has(Condition condition) -> condition(condition, CheckScope.ELEMENT, depth + 1);
            case Comparator.Compare(var op, Operand with) -> single(with, scope, depth);
            case Comparator.Exists c -> {
            }
            case Comparator.Absent c -> {
            }
            case Comparator.Contains(List<String> texts) -> parts.texts(comparator, texts);
            case Comparator.Omits(List<String> texts) -> parts.texts(comparator, texts);
            case Comparator.StartsWith(String text) -> parts.text(comparator, text);
            case Comparator.EndsWith(String text) -> parts.text(comparator, text);
            case Comparator.EqualsIgnoreCase(String text) -> parts.text(comparator, text);
            case Comparator.ContainsIgnoreCase(List<String> texts) -> parts.texts(comparator, texts);
            case Comparator.Matches(String pattern, boolean ignoreCase) -> parts.pattern(comparator, pattern);
            case Comparator.CompareVersion(var op, String version) -> parts.version(comparator, version);
            case Comparator.OneOf(List<Operand.Literal> values) -> parts.values(comparator, values);
            case Comparator.NoneOf(List<Operand.Literal> values) -> parts.values(comparator, values);
            case Comparator.InList(String list) -> parts.list(comparator, list);
            case Comparator.NotInList(String list) -> parts.list(comparator, list);
            case Comparator.BeforeDate(Operand date) -> date(date, scope, depth);
            case Comparator.AfterDate(Operand date) -> date(date, scope, depth);
            case Comparator.WithinLast(Span span) -> parts.span(comparator, span);
            case Comparator.WithinNext(Span span) -> parts.span(comparator, span);
            case Comparator.BeforeLast(Span span) -> parts.span(comparator, span);
            case Comparator.AfterNext(Span span) -> parts.span(comparator, span);
            case Comparator.AnniversaryWithinNext(Span days) -> parts.anniversary("anniversary_within_next", days);
            case Comparator.AnniversaryWithinLast(Span days) -> parts.anniversary("anniversary_within_last", days);
            case Comparator.AnniversaryToday c -> {
            }
            case Comparator.During c -> {
            }
        }
    }

    private void single(Operand with, CheckScope scope, int depth) {
        if (with instanceof Operand.Reduction) {
            throw places.problem(with,
                    "Events depend on the left of a comparison only; on the right stands a text, a number, "
                            + "true, false, property(..), context(..) or trait(..).");
        }
        operand(with, scope, depth);
    }

    private void date(Operand date, CheckScope scope, int depth) {
        single(date, scope, depth);
        if (date instanceof Operand.Literal(Object value) && TimeText.read(Json.tree(value)).isEmpty()) {
            throw parts.noDate(date, value.toString());
        }
    }
}
