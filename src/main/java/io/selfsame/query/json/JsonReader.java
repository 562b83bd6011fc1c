package io.selfsame.query.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.query.Cast;
import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import io.selfsame.query.check.QueryCheck;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.parse.FunctionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the JSON form of {@link QueryJson} into a tree: conditions and events, whose parts {@link JsonValues} reads. One for each query. */
final class JsonReader {

    private static final List<String> HEADS = List.of("and", "or", "not", "any", "all", "trait", "property", "context",
            "element", "literal", "created_at", "consent", "event", "any_event");
    private static final List<String> REDUCERS = List.of("count", "sum", "avg", "max", "min", "mode", "first", "last",
            "unique", "unique_count", "count_days", "first_seen", "last_seen");
    private static final List<String> COMPARATORS = FunctionName.names(FunctionName.ChainPosition.COMPARATOR);
    private static final List<String> FILTERS = List.of("where", "within", "between", "after", "before",
            "during", "expires_after",
            "exclude_sources");
    private final SourcePositions places;
    private final JsonValues values;

    JsonReader(SourcePositions places) {
        this.places = places;
        this.values = new JsonValues(places);
    }

    Query query(JsonNode node) {
        JsonPart part = new JsonPart(node, "").object("a query");
        String kind = part.oneOf("the query", List.of("condition", "value"));
        Query query = kind.equals("condition")
                ? new Query.Membership(condition(part.existing(kind), 1))
                : new Query.Computation(value(part.existing(kind)));
        part.end();
        return place(part, query);
    }

    private Operand.Reduction value(JsonPart part) {
        if (!part.object("the value of a computed trait").has("event") && !part.has("any_event")) {
            throw part.problem(
                    "A computed trait is made of events: it has \"event\" and a reducer, like \"count\": true.");
        }
        Operand.Reduction reduction = events(part, 0);
        for (String comparator : COMPARATORS) {
            if (part.has(comparator)) {
                throw part.existing(comparator)
                        .problem("A computed trait is a value, not a condition: leave this out, or "
                                + "make it an audience.");
            }
        }
        part.end();
        return reduction;
    }

    private Condition condition(JsonPart part, int depth) {
        if (depth > QueryCheck.MAX_DEPTH) {
            throw part.problem("Conditions stand inside one another more than " + QueryCheck.MAX_DEPTH + " times.");
        }
        String head = part.object("a condition").oneOf("what is compared", HEADS);
        Condition condition = switch (head) {
            case "and" -> new Condition.And(conditions(part.existing(head), depth));
            case "or" -> new Condition.Or(conditions(part.existing(head), depth));
            case "not" -> new Condition.Not(condition(part.existing(head), depth + 1));
            case "any" -> new Condition.AnyUser(condition(part.existing(head), depth + 1));
            case "all" -> new Condition.AllUsers(condition(part.existing(head), depth + 1));
            case "event", "any_event" -> is(part, events(part, depth), depth);
            default -> is(part, values.operand(part, head), depth);
        };
        part.end();
        return place(part, condition);
    }

    private List<Condition> conditions(JsonPart part, int depth) {
        List<Condition> conditions = new ArrayList<>();
        for (JsonPart element : part.elements("conditions")) {
            conditions.add(condition(element, depth + 1));
        }
        if (conditions.size() < 2) {
            throw part.problem("\"and\" and \"or\" join two conditions at least.");
        }
        return conditions;
    }

    private Condition is(JsonPart part, Operand value, int depth) {
        String name = part.oneOf("a comparator", COMPARATORS);
        JsonPart with = part.existing(name);
        Comparator comparator = switch (name) {
            case "exists" -> {
                with.isTrue();
                yield new Comparator.Exists();
            }
            case "absent" -> {
                with.isTrue();
                yield new Comparator.Absent();
            }
            case "contains" -> new Comparator.Contains(JsonValues.texts(with));
            case "omits" -> new Comparator.Omits(JsonValues.texts(with));
            case "starts_with" -> new Comparator.StartsWith(with.text("a part of the value"));
            case "ends_with" -> new Comparator.EndsWith(with.text("a part of the value"));
            case "equals_ignore_case" -> new Comparator.EqualsIgnoreCase(with.text("a text"));
            case "contains_ignore_case" -> new Comparator.ContainsIgnoreCase(JsonValues.texts(with));
            case "matches" -> new Comparator.Matches(with.text("a pattern"), false);
            case "matches_ignore_case" -> new Comparator.Matches(with.text("a pattern"), true);
            case "version_equals" -> new Comparator.CompareVersion(Comparator.Op.EQUALS, with.text("a version"));
            case "version_greater_than" ->
                new Comparator.CompareVersion(Comparator.Op.GREATER_THAN, with.text("a version"));
            case "version_at_least" -> new Comparator.CompareVersion(Comparator.Op.AT_LEAST, with.text("a version"));
            case "version_less_than" -> new Comparator.CompareVersion(Comparator.Op.LESS_THAN, with.text("a version"));
            case "version_at_most" -> new Comparator.CompareVersion(Comparator.Op.AT_MOST, with.text("a version"));
            case "one_of" -> new Comparator.OneOf(values.constants(with));
            case "none_of" -> new Comparator.NoneOf(values.constants(with));
            case "in_list" -> new Comparator.InList(with.text("the key of a list"));
            case "not_in_list" -> new Comparator.NotInList(with.text("the key of a list"));
            case "before_date" -> new Comparator.BeforeDate(values.right(with));
            case "after_date" -> new Comparator.AfterDate(values.right(with));
            case "within_last" -> new Comparator.WithinLast(values.span(with));
            case "within_next" -> new Comparator.WithinNext(values.span(with));
            case "before_last" -> new Comparator.BeforeLast(values.span(with));
            case "after_next" -> new Comparator.AfterNext(values.span(with));
            case "anniversary_within_next" -> new Comparator.AnniversaryWithinNext(values.span(with));
            case "anniversary_within_last" -> new Comparator.AnniversaryWithinLast(values.span(with));
            case "anniversary_today" -> {
                with.isTrue();
                yield new Comparator.AnniversaryToday();
            }
            case "during" -> new Comparator.During(JsonValues.period(with));
            case "has" -> new Comparator.Has(condition(with, depth + 1));
            default -> new Comparator.Compare(Comparator.Op.valueOf(name.toUpperCase(Locale.ROOT)), values.right(with));
        };
        return new Condition.Is(value, place(with, comparator));
    }

    private Operand.Reduction events(JsonPart part, int depth) {
        JsonPart name = part.existing(part.oneOf("the events", List.of("event", "any_event")));
        List<Filter> filters = new ArrayList<>();
        part.field("filters").filter(list -> !list.isEmptyList())
                .ifPresent(list -> list.elements("filters").forEach(filter -> filters.add(filter(filter,
                        depth))));
        Events events = place(name, new Events(eventName(part, name), filters));
        return place(part, new Operand.Reduction(events, reducer(part)));
    }

    private static String eventName(JsonPart part, JsonPart name) {
        if (part.has("any_event")) {
            name.isTrue();
            return Events.ANY;
        }
        String text = name.text("the name of an event");
        if (text.isEmpty()) {
            throw name.problem("The event has an empty name.");
        }
        return text;
    }

    private Filter filter(JsonPart part, int depth) {
        String name = part.object("a filter").oneOf("a filter", FILTERS);
        JsonPart with = part.existing(name);
        Filter filter = switch (name) {
            case "where" -> new Filter.Where(condition(with, depth + 1));
            case "within" -> new Filter.Within(JsonValues.since(part), values.span(with));
            case "between" -> {
                List<JsonPart> spans = with.elements("two lengths of time, or two dates");
                if (spans.size() != 2) {
                    throw with.problem("Here stands a list of two lengths of time, or of two dates.");
                }
                if (spans.stream().allMatch(JsonPart::isText)) {
                    yield new Filter.BetweenDates(values.moment(spans.get(0)), values.moment(spans.get(1)));
                }
                yield new Filter.Between(JsonValues.since(part), values.span(spans.get(0)), values.span(spans.get(1)));
            }
            case "after" -> new Filter.After(values.moment(with));
            case "before" -> new Filter.Before(values.moment(with));
            case "during" -> new Filter.During(JsonValues.period(with));
            case "expires_after" -> new Filter.ExpiresAfter(values.span(with));
            default -> new Filter.ExcludeSources(JsonValues.texts(with));
        };
        part.end();
        return place(part, filter);
    }

    private Reducer reducer(JsonPart part) {
        String name = part.oneOf("a reducer", REDUCERS);
        JsonPart of = part.existing(name);
        Optional<Reducer> ofEvents = switch (name) {
            case "count" -> Optional.of(new Reducer.Count());
            case "count_days" -> Optional.of(new Reducer.CountDays());
            case "first_seen" -> Optional.of(new Reducer.FirstSeen());
            case "last_seen" -> Optional.of(new Reducer.LastSeen());
            default -> Optional.empty();
        };
        if (ofEvents.isPresent()) {
            of.isTrue();
            return place(of, ofEvents.get());
        }
        String source = of.object("a property").oneOf("a property", List.of("property", "context"));
        Operand operand = values.operand(of, source);
        of.end();
        if (!(operand instanceof Operand.Field field)) {
            throw of.problem("A reducer takes a property or context.");
        }
        return place(of, switch (name) {
            case "sum" -> new Reducer.Sum(field);
            case "avg" -> new Reducer.Avg(field);
            case "max" -> new Reducer.Max(taken(field, part), JsonValues.as(part, Reducer.ValueType.NUMBER));
            case "min" -> new Reducer.Min(taken(field, part), JsonValues.as(part, Reducer.ValueType.NUMBER));
            case "mode" ->
                new Reducer.Mode(field, JsonValues.as(part, Reducer.ValueType.STRING), part.field("min_frequency")
                        .map(least -> least.whole("the least number of times")).orElse(1L));
            case "first" -> new Reducer.First(field);
            case "last" -> new Reducer.Last(field);
            case "unique" -> new Reducer.Unique(field);
            default -> new Reducer.UniqueCount(field);
        });
    }

    /** Of max and min: {@code "as": "number"} may stand beside them, like their other. */
    private Operand.Field taken(Operand.Field field, JsonPart part) {
        return JsonValues.as(part, Reducer.ValueType.STRING) == Reducer.ValueType.NUMBER
                ? place(part, field.taken(Cast.NUMBER))
                : field;
    }

    private <T> T place(JsonPart part, T node) {
        return places.put(node, part::problem);
    }
}
