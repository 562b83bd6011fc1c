package io.selfsame.query.text;

import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Cast;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import io.selfsame.query.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Tree to text: on one line, with as few brackets as it takes. What it writes, {@code QueryParser} reads as an equal
 * tree.
 */
public final class QueryText {

    /** More characters are refused. */
    public static final int MAX_LENGTH = 20_000;

    private QueryText() {}

    /** The text of a query. */
    public static String write(Query query) {
        return switch (query) {
            case Query.Membership(Condition condition) -> condition(condition);
            case Query.Computation(Operand.Reduction reduction) -> operand(reduction);
        };
    }

    /** The text of a condition. */
    public static String condition(Condition condition) {
        return switch (condition) {
            case Condition.And(List<Condition> all) -> all.stream()
                    .map(one -> one instanceof Condition.Or ? "(" + condition(one) + ")" : condition(one))
                    .collect(Collectors.joining(" AND "));
            case Condition.Or(List<Condition> any) -> any.stream().map(QueryText::condition)
                    .collect(Collectors.joining(" OR "));
            case Condition.Not(Condition inner) ->
                "NOT " + (inner instanceof Condition.And || inner instanceof Condition.Or
                        ? "(" + condition(inner) + ")"
                        : condition(inner));
            case Condition.AnyUser(Condition inner) -> "ANY(" + condition(inner) + ")";
            case Condition.AllUsers(Condition inner) -> "ALL(" + condition(inner) + ")";
            // A bare constant in front is taken for a forgotten name.
            case Condition.Is(Operand.Literal literal, Comparator comparator) -> "literal(" + operand(literal) + ")"
                    + comparator(comparator);
            case Condition.Is(Operand value, Comparator comparator) -> {
                String test = comparator(comparator);
                // A function would follow the word, and not the value.
                yield value.takenAs() != Cast.AS_IS && test.startsWith(".")
                        ? "(" + operand(value) + ")" + test
                        : operand(value) + test;
            }
        };
    }

    /** The text of a value; constants as on the right of a comparison. */
    public static String operand(Operand operand) {
        return switch (operand) {
            case Operand.CreatedAt created -> "created_at()";
            case Operand.Trait trait -> trait.consent().map(category -> "consent(" + QuotedText.write(category) + ")")
                    .orElseGet(() -> "trait(" + path(trait.path()) + ")") + cast(trait.as());
            case Operand.Field field -> field(field);
            case Operand.Element(Path path, Cast as) -> "element(" + path(path) + ")" + cast(as);
            case Operand.Literal(String text) -> QuotedText.write(text);
            case Operand.Literal(Object value) -> value.toString();
            case Operand.Reduction(Events(String name, List<Filter> filters), Reducer reducer) ->
                (name.equals(Events.ANY) ? "any_event()" : "event(" + QuotedText.write(name) + ")")
                        + filters.stream().map(QueryText::filter).collect(Collectors.joining())
                        + reducer(reducer);
        };
    }

    private static String path(Path path) {
        return QuotedText.write(path.toString());
    }

    private static String field(Operand.Field field) {
        return switch (field.source()) {
            case PROPERTIES -> "property(";
            case CONTEXT -> "context(";
        } + label(field.of().word()) + path(field.path()) + ")" + cast(field.as());
    }

    private static String cast(Cast as) {
        return as == Cast.AS_IS ? "" : " as " + as.word();
    }

    private static String label(String name) {
        return name.isEmpty() ? "" : name + ": ";
    }

    /** What stands before the length of a window. */
    public static String label(Filter.Since since) {
        return label(since.word());
    }

    private static String filter(Filter filter) {
        return switch (filter) {
            case Filter.Where(Condition condition) -> ".where(" + condition(condition) + ")";
            case Filter.Within(Filter.Since since, Span span) ->
                ".within(" + label(since) + UnitNames.text(span) + ")";
            case Filter.Between(Filter.Since since, Span from, Span to) ->
                ".between(" + label(since) + UnitNames.text(from)
                        + ", " + UnitNames.text(to) + ")";
            case Filter.BetweenDates(Moment from, Moment to) -> ".between(" + moment(from) + ", " + moment(to) + ")";
            case Filter.After(Moment from) -> ".after(" + moment(from) + ")";
            case Filter.Before(Moment end) -> ".before(" + moment(end) + ")";
            case Filter.During(CalendarPeriod period) -> ".during(" + period.text() + ")";
            case Filter.ExpiresAfter(Span span) -> ".expires_after(" + UnitNames.text(span) + ")";
            case Filter.ExcludeSources(List<String> sources) -> ".sources(exclude: " + texts(sources) + ")";
        };
    }

    private static String moment(Moment moment) {
        return QuotedText.write(moment.text());
    }

    private static String reducer(Reducer reducer) {
        return switch (reducer) {
            case Reducer.Count count -> ".count()";
            case Reducer.Sum(Operand.Field field) -> ".sum(" + field(field) + ")";
            case Reducer.Avg(Operand.Field field) -> ".avg(" + field(field) + ")";
            case Reducer.Max(Operand.Field field, Reducer.ValueType as) ->
                ".max(" + field(field) + as(as, Reducer.ValueType.NUMBER) + ")";
            case Reducer.Min(Operand.Field field, Reducer.ValueType as) ->
                ".min(" + field(field) + as(as, Reducer.ValueType.NUMBER) + ")";
            case Reducer.Mode(Operand.Field field, Reducer.ValueType as, long least) -> ".mode(" + field(field)
                    + as(as, Reducer.ValueType.STRING) + (least == 1 ? "" : ", " + least) + ")";
            case Reducer.First(Operand.Field field) -> ".first(" + field(field) + ")";
            case Reducer.Last(Operand.Field field) -> ".last(" + field(field) + ")";
            case Reducer.Unique(Operand.Field field) -> ".unique(" + field(field) + ")";
            case Reducer.UniqueCount(Operand.Field field) -> ".unique(" + field(field) + ").count()";
            case Reducer.CountDays days -> ".count_days()";
            case Reducer.FirstSeen seen -> ".first_seen()";
            case Reducer.LastSeen seen -> ".last_seen()";
        };
    }

    private static String as(Reducer.ValueType as, Reducer.ValueType standard) {
        return as == standard ? "" : " as " + as.name().toLowerCase(Locale.ROOT);
    }

    private static String comparator(Comparator comparator) {
        return switch (comparator) {
            case Comparator.Compare(Comparator.Op op, Operand with) -> " " + op.symbol() + " " + operand(with);
            case Comparator.Exists exists -> ".exists()";
            case Comparator.Absent absent -> ".absent()";
            case Comparator.Contains(List<String> texts) -> ".contains(" + texts(texts) + ")";
            case Comparator.Omits(List<String> texts) -> ".omits(" + texts(texts) + ")";
            case Comparator.StartsWith(String text) -> ".starts_with(" + QuotedText.write(text) + ")";
            case Comparator.EndsWith(String text) -> ".ends_with(" + QuotedText.write(text) + ")";
            case Comparator.EqualsIgnoreCase(String text) -> ".equals_ignore_case(" + QuotedText.write(text) + ")";
            case Comparator.ContainsIgnoreCase(List<String> texts) -> ".contains_ignore_case(" + texts(texts) + ")";
            case Comparator.Matches(String pattern, boolean ignoreCase) ->
                (ignoreCase ? ".matches_ignore_case(" : ".matches(") + QuotedText.write(pattern) + ")";
            case Comparator.CompareVersion version ->
                "." + version.function() + "(" + QuotedText.write(version.version()) + ")";
            case Comparator.OneOf(List<Operand.Literal> values) -> ".one_of(" + literals(values) + ")";
            case Comparator.NoneOf(List<Operand.Literal> values) -> ".none_of(" + literals(values) + ")";
            case Comparator.InList(String list) -> ".in_list(" + QuotedText.write(list) + ")";
            case Comparator.NotInList(String list) -> ".not_in_list(" + QuotedText.write(list) + ")";
            case Comparator.BeforeDate(Operand date) -> ".before_date(" + operand(date) + ")";
            case Comparator.AfterDate(Operand date) -> ".after_date(" + operand(date) + ")";
            case Comparator.WithinLast(Span span) -> ".within_last(" + UnitNames.text(span) + ")";
            case Comparator.WithinNext(Span span) -> ".within_next(" + UnitNames.text(span) + ")";
            case Comparator.BeforeLast(Span span) -> ".before_last(" + UnitNames.text(span) + ")";
            case Comparator.AfterNext(Span span) -> ".after_next(" + UnitNames.text(span) + ")";
            case Comparator.AnniversaryWithinNext(Span days) ->
                ".anniversary_within_next(" + UnitNames.text(days) + ")";
            case Comparator.AnniversaryWithinLast(Span days) ->
                ".anniversary_within_last(" + UnitNames.text(days) + ")";
            case Comparator.AnniversaryToday today -> ".anniversary_today()";
            case Comparator.During(CalendarPeriod period) -> ".during(" + period.text() + ")";
            case Comparator.Has(Condition condition) -> ".has(" + condition(condition) + ")";
        };
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(QuotedText::write).collect(Collectors.joining(", "));
    }

    private static String literals(List<Operand.Literal> values) {
        return values.stream().map(QueryText::operand).collect(Collectors.joining(", "));
    }

    /** False of NUL and of halves of surrogate pairs: neither can be in an event or trait. */
    public static boolean isCharacter(int code) {
        return code != 0 && (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE);
    }
}
