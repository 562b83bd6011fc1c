package io.selfsame.query.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
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
import io.selfsame.query.QueryException;
import io.selfsame.query.Reducer;
import io.selfsame.query.Span;
import io.selfsame.query.check.QueryCheck;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.UnitNames;
import java.util.List;
import java.util.Locale;

/**
 * The JSON form of a query, both ways without loss. It has the words of the text form, so whoever knows one can read
 * the other.
 *
 * <pre>
 * query       {"condition": CONDITION} of an audience, {"value": EVENTS} of a computed trait
 * CONDITION   {"and": [CONDITION, ..]}  {"or": [CONDITION, ..]}  {"not": CONDITION}
 *             {"any": CONDITION}  {"all": CONDITION}             of the people of an account
 *             or one object that has the fields of an OPERAND or of EVENTS, and one comparator:
 *             "equals", "differs", "greater_than", "at_least", "less_than", "at_most",
 *             "before_date", "after_date"                         with a constant, or an OPERAND
 *             "exists", "absent", "anniversary_today"             with true
 *             "contains", "omits", "contains_ignore_case"         with a list of texts
 *             "starts_with", "ends_with", "equals_ignore_case",
 *             "matches", "matches_ignore_case", "version_equals",
 *             "version_greater_than", "version_at_least",
 *             "version_less_than", "version_at_most"              with a text
 *             "in_list", "not_in_list"                            with the key of a stored list
 *             "one_of", "none_of"                                 with a list of constants
 *             "within_last", "within_next", "before_last", "after_next",
 *             "anniversary_within_last", "anniversary_within_next" with a SPAN
 *             "during"                                            with the name of a period, like "this_month"
 *             "has"                                               with a CONDITION on {"element": PATH}
 * OPERAND     {"trait": PATH}  {"property": PATH}  {"context": PATH}  {"element": PATH}  {"literal": constant}  {"created_at": true}
 *             {"consent": text}
 *             with "of": "parent" beside a property or context of the event around, "grandparent" of the next;
 *             "as": "number" or "boolean" beside a trait, property, context or element
 * EVENTS      {"event": name, "filters": [FILTER, ..]} and one reducer; "filters" may be left out, and instead of
 *             "event" may be "any_event": true:
 *             "count", "count_days", "first_seen", "last_seen": true
 *             "sum", "avg", "max", "min", "mode", "first", "last", "unique", "unique_count" with a property or context
 *             beside max and min may be "as": "number" or "string"; beside mode also "array", and "min_frequency": 2
 * FILTER      {"where": CONDITION}  {"within": SPAN}  {"between": [SPAN, SPAN]}  {"expires_after": SPAN}
 *             {"between": [date, date]}  {"after": date}  {"before": date}
 *             {"during": period}  {"exclude_sources": [id, ..]}
 *             with "of": "parent" beside within and between, to count from the event around; "grandparent"
 *             from the next, "chain" from the outermost
 * SPAN        {"days": 7}, or "hours", "minutes", "seconds"
 * PATH        text, as in property('items.$.sku')
 * </pre>
 *
 * <p>So {@code event('Order').within(30 days).sum(property('total')) > 500} is
 *
 * <pre>{@code
 * {"condition": {"event": "Order", "filters": [{"within": {"days": 30}}], "sum": {"property": "total"},
 *                "greater_than": 500}}
 * }</pre>
 */
public final class QueryJson {

    private QueryJson() {}

    /**
     * Reads a query.
     *
     * @throws QueryException with the JSON pointer to what is wrong
     */
    public static Query read(JsonNode node) {
        return read(node, true);
    }

    /**
     * Reads a query about accounts or about people.
     *
     * @throws QueryException with the JSON pointer to what is wrong
     */
    public static Query read(JsonNode node, boolean accounts) {
        var places = new SourcePositions();
        Query query = new JsonReader(places).query(node);
        QueryCheck.check(query, accounts, places);
        return query;
    }

    /** The form that {@link #read} takes. */
    public static ObjectNode write(Query query) {
        ObjectNode node = Json.object();
        switch (query) {
            case Query.Membership(Condition condition) -> node.set("condition", condition(condition));
            case Query.Computation(Operand.Reduction reduction) -> node.set("value", operand(reduction));
        }
        return node;
    }

    private static ObjectNode condition(Condition condition) {
        ObjectNode node = Json.object();
        switch (condition) {
            case Condition.And(List<Condition> all) -> conditions(node.putArray("and"), all);
            case Condition.Or(List<Condition> any) -> conditions(node.putArray("or"), any);
            case Condition.Not(Condition inner) -> node.set("not", condition(inner));
            case Condition.AnyUser(Condition inner) -> node.set("any", condition(inner));
            case Condition.AllUsers(Condition inner) -> node.set("all", condition(inner));
            case Condition.Is(Operand value, Comparator comparator) -> {
                node.setAll(operand(value));
                comparator(node, comparator);
            }
        }
        return node;
    }

    private static void conditions(ArrayNode array, List<Condition> conditions) {
        conditions.forEach(condition -> array.add(condition(condition)));
    }

    private static ObjectNode operand(Operand operand) {
        ObjectNode node = Json.object();
        return switch (operand) {
            case Operand.CreatedAt created -> node.put("created_at", true);
            case Operand.Trait trait -> as(trait.consent().map(category -> node.put("consent", category))
                    .orElseGet(() -> node.put("trait", trait.path().toString())), trait.as());
            case Operand.Field(Operand.Source source, Operand.Whose of, Path path, Cast as) -> {
                node.put(switch (source) {
                    case PROPERTIES -> "property";
                    case CONTEXT -> "context";
                }, path.toString());
                yield as(of(node, of.word()), as);
            }
            case Operand.Element(Path path, Cast as) -> as(node.put("element", path.toString()), as);
            case Operand.Literal literal -> node.set("literal", constant(literal));
            case Operand.Reduction(Events(String name, List<Filter> filters), Reducer reducer) -> {
                if (name.equals(Events.ANY)) {
                    node.put("any_event", true);
                } else {
                    node.put("event", name);
                }
                if (!filters.isEmpty()) {
                    ArrayNode array = node.putArray("filters");
                    filters.forEach(filter -> array.add(filter(filter)));
                }
                yield reducer(node, reducer);
            }
        };
    }

    private static ObjectNode of(ObjectNode node, String word) {
        return word.isEmpty() ? node : node.put("of", word);
    }

    private static ObjectNode as(ObjectNode node, Cast cast) {
        return cast == Cast.AS_IS ? node : node.put("as", cast.word());
    }

    private static JsonNode constant(Operand.Literal literal) {
        return Json.tree(literal.value());
    }

    private static ObjectNode filter(Filter filter) {
        ObjectNode node = Json.object();
        return switch (filter) {
            case Filter.Where(Condition condition) -> node.set("where", condition(condition));
            case Filter.Within(Filter.Since since, Span span) -> {
                node.set("within", span(span));
                yield of(node, since.word());
            }
            case Filter.Between(Filter.Since since, Span from, Span to) -> {
                node.putArray("between").add(span(from)).add(span(to));
                yield of(node, since.word());
            }
            case Filter.BetweenDates(Moment from, Moment to) ->
                texts(node, "between", List.of(from.text(), to.text()));
            case Filter.After(Moment from) -> node.put("after", from.text());
            case Filter.Before(Moment end) -> node.put("before", end.text());
            case Filter.During(CalendarPeriod period) -> node.put("during", period.text());
            case Filter.ExpiresAfter(Span span) -> node.set("expires_after", span(span));
            case Filter.ExcludeSources(List<String> sources) -> texts(node, "exclude_sources", sources);
        };
    }

    private static ObjectNode span(Span span) {
        return Json.object().put(UnitNames.name(span.unit()), span.amount());
    }

    private static ObjectNode reducer(ObjectNode node, Reducer reducer) {
        return switch (reducer) {
            case Reducer.Count count -> node.put("count", true);
            case Reducer.Sum(Operand.Field field) -> node.set("sum", operand(field));
            case Reducer.Avg(Operand.Field field) -> node.set("avg", operand(field));
            case Reducer.Max(Operand.Field field, Reducer.ValueType as) -> taken(node.set("max", operand(field)), as,
                    Reducer.ValueType.NUMBER);
            case Reducer.Min(Operand.Field field, Reducer.ValueType as) -> taken(node.set("min", operand(field)), as,
                    Reducer.ValueType.NUMBER);
            case Reducer.Mode(Operand.Field field, Reducer.ValueType as, long least) -> {
                taken(node.set("mode", operand(field)), as, Reducer.ValueType.STRING);
                yield least == 1 ? node : node.put("min_frequency", least);
            }
            case Reducer.First(Operand.Field field) -> node.set("first", operand(field));
            case Reducer.Last(Operand.Field field) -> node.set("last", operand(field));
            case Reducer.Unique(Operand.Field field) -> node.set("unique", operand(field));
            case Reducer.UniqueCount(Operand.Field field) -> node.set("unique_count", operand(field));
            case Reducer.CountDays days -> node.put("count_days", true);
            case Reducer.FirstSeen seen -> node.put("first_seen", true);
            case Reducer.LastSeen seen -> node.put("last_seen", true);
        };
    }

    private static ObjectNode taken(ObjectNode node, Reducer.ValueType as, Reducer.ValueType standard) {
        return as == standard ? node : node.put("as", as.name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode comparator(ObjectNode node, Comparator comparator) {
        return switch (comparator) {
            case Comparator.Compare(Comparator.Op op, Operand with) -> node.set(op.function(), right(with));
            case Comparator.Exists exists -> node.put("exists", true);
            case Comparator.Absent absent -> node.put("absent", true);
            case Comparator.Contains(List<String> texts) -> texts(node, "contains", texts);
            case Comparator.Omits(List<String> texts) -> texts(node, "omits", texts);
            case Comparator.StartsWith(String text) -> node.put("starts_with", text);
            case Comparator.EndsWith(String text) -> node.put("ends_with", text);
            case Comparator.EqualsIgnoreCase(String text) -> node.put("equals_ignore_case", text);
            case Comparator.ContainsIgnoreCase(List<String> texts) -> texts(node, "contains_ignore_case", texts);
            case Comparator.Matches(String pattern, boolean ignoreCase) ->
                node.put(ignoreCase ? "matches_ignore_case" : "matches", pattern);
            case Comparator.CompareVersion version -> node.put(version.function(), version.version());
            case Comparator.OneOf(List<Operand.Literal> values) -> constants(node, "one_of", values);
            case Comparator.NoneOf(List<Operand.Literal> values) -> constants(node, "none_of", values);
            case Comparator.InList(String list) -> node.put("in_list", list);
            case Comparator.NotInList(String list) -> node.put("not_in_list", list);
            case Comparator.BeforeDate(Operand date) -> node.set("before_date", right(date));
            case Comparator.AfterDate(Operand date) -> node.set("after_date", right(date));
            case Comparator.WithinLast(Span span) -> node.set("within_last", span(span));
            case Comparator.WithinNext(Span span) -> node.set("within_next", span(span));
            case Comparator.BeforeLast(Span span) -> node.set("before_last", span(span));
            case Comparator.AfterNext(Span span) -> node.set("after_next", span(span));
            case Comparator.AnniversaryWithinNext(Span days) -> node.set("anniversary_within_next", span(days));
            case Comparator.AnniversaryWithinLast(Span days) -> node.set("anniversary_within_last", span(days));
            case Comparator.AnniversaryToday today -> node.put("anniversary_today", true);
            case Comparator.During(CalendarPeriod period) -> node.put("during", period.text());
            case Comparator.Has(Condition condition) -> node.set("has", condition(condition));
        };
    }

    private static JsonNode right(Operand operand) {
        return operand instanceof Operand.Literal literal ? constant(literal) : operand(operand);
    }

    private static ObjectNode texts(ObjectNode node, String field, List<String> texts) {
        ArrayNode array = node.putArray(field);
        texts.forEach(array::add);
        return node;
    }

    private static ObjectNode constants(ObjectNode node, String field, List<Operand.Literal> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(value -> array.add(constant(value)));
        return node;
    }
}
