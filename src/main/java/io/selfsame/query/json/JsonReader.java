package io.selfsame.query.json;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.selfsame.query.check.QueryCheck;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.parse.FunctionName;
import io.selfsame.query.text.Suggest;
import io.selfsame.query.text.UnitNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The JSON form of {@link QueryJson} to a tree. One for each query. */
final class JsonReader {

    private static final List<String> OPERANDS = List.of("trait", "property", "context", "element",
            "literal", "created_at");
    private static final List<String> HEADS = List.of("and", "or", "not", "any", "all", "trait", "property", "context",
            "element", "literal", "created_at", "event", "any_event");
    private static final List<String> REDUCERS = List.of("count", "sum", "avg", "max", "min", "mode", "first", "last",
            "unique", "unique_count", "count_days", "first_seen", "last_seen");
    private static final List<String> COMPARATORS = FunctionName.names(FunctionName.ChainPosition.COMPARATOR);
    private static final List<String> FILTERS = List.of("where", "within", "between", "after", "before",
            "during", "expires_after",
            "exclude_sources");
    private static final List<String> UNITS = Arrays.stream(Span.Unit.values()).map(UnitNames::name).toList();

    private final SourcePositions places;

    JsonReader(SourcePositions places) {
        this.places = places;
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
            default -> is(part, operand(part, head), depth);
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
            case "contains" -> new Comparator.Contains(texts(with));
            case "omits" -> new Comparator.Omits(texts(with));
            case "starts_with" -> new Comparator.StartsWith(with.text("a part of the value"));
            case "ends_with" -> new Comparator.EndsWith(with.text("a part of the value"));
            case "equals_ignore_case" -> new Comparator.EqualsIgnoreCase(with.text("a text"));
            case "contains_ignore_case" -> new Comparator.ContainsIgnoreCase(texts(with));
            case "matches" -> new Comparator.Matches(with.text("a pattern"), false);
            case "matches_ignore_case" -> new Comparator.Matches(with.text("a pattern"), true);
            case "version_equals" -> new Comparator.CompareVersion(Comparator.Op.EQUALS, with.text("a version"));
            case "version_greater_than" ->
                new Comparator.CompareVersion(Comparator.Op.GREATER_THAN, with.text("a version"));
            case "version_at_least" -> new Comparator.CompareVersion(Comparator.Op.AT_LEAST, with.text("a version"));
            case "version_less_than" -> new Comparator.CompareVersion(Comparator.Op.LESS_THAN, with.text("a version"));
            case "version_at_most" -> new Comparator.CompareVersion(Comparator.Op.AT_MOST, with.text("a version"));
            case "one_of" -> new Comparator.OneOf(constants(with));
            case "none_of" -> new Comparator.NoneOf(constants(with));
            case "in_list" -> new Comparator.InList(with.text("the key of a list"));
            case "not_in_list" -> new Comparator.NotInList(with.text("the key of a list"));
            case "before_date" -> new Comparator.BeforeDate(right(with));
            case "after_date" -> new Comparator.AfterDate(right(with));
            case "within_last" -> new Comparator.WithinLast(span(with));
            case "within_next" -> new Comparator.WithinNext(span(with));
            case "before_last" -> new Comparator.BeforeLast(span(with));
            case "after_next" -> new Comparator.AfterNext(span(with));
            case "anniversary_within_next" -> new Comparator.AnniversaryWithinNext(span(with));
            case "anniversary_within_last" -> new Comparator.AnniversaryWithinLast(span(with));
            case "anniversary_today" -> {
                with.isTrue();
                yield new Comparator.AnniversaryToday();
            }
            case "during" -> new Comparator.During(period(with));
            case "has" -> new Comparator.Has(condition(with, depth + 1));
            default -> new Comparator.Compare(Comparator.Op.valueOf(name.toUpperCase(Locale.ROOT)), right(with));
        };
        return new Condition.Is(value, place(with, comparator));
    }

    private Operand right(JsonPart part) {
        if (!part.isObject()) {
            return place(part, new Operand.Literal(part.constant()));
        }
        if (part.has("event") || part.has("any_event")) {
            throw part.problem("Events depend on the left of a comparison only.");
        }
        Operand operand = operand(part, part.oneOf("a value", OPERANDS));
        part.end();
        return operand;
    }

    private Operand operand(JsonPart part, String head) {
        JsonPart of = part.existing(head);
        return place(part, switch (head) {
            case "created_at" -> {
                of.isTrue();
                yield new Operand.CreatedAt();
            }
            case "trait" -> new Operand.Trait(path(of), cast(part));
            case "property" -> new Operand.Field(Operand.Source.PROPERTIES, whose(part), path(of), cast(part));
            case "context" -> new Operand.Field(Operand.Source.CONTEXT, whose(part), path(of), cast(part));
            case "element" -> new Operand.Element(path(of), cast(part));
            default -> new Operand.Literal(of.constant());
        });
    }

    private static Cast cast(JsonPart part) {
        return part.field("as").map(as -> Cast.of(as.text("\"number\" or \"boolean\""))
                .orElseThrow(() -> as.problem("Here stands \"number\" or \"boolean\", or the field is left out.")))
                .orElse(Cast.AS_IS);
    }

    private static Operand.Whose whose(JsonPart part) {
        return part.field("of").map(of -> switch (of.text("\"parent\" or \"grandparent\"")) {
            case "parent" -> Operand.Whose.PARENT;
            case "grandparent" -> Operand.Whose.GRANDPARENT;
            default -> throw of.problem("Here stands \"parent\" or \"grandparent\", or the field is left out.");
        }).orElse(Operand.Whose.EVENT);
    }

    private static Filter.Since since(JsonPart part) {
        return part.field("of").map(of -> switch (of.text("\"parent\", \"grandparent\" or \"chain\"")) {
            case "parent" -> Filter.Since.PARENT;
            case "grandparent" -> Filter.Since.GRANDPARENT;
            case "chain" -> Filter.Since.CHAIN;
            default -> throw of
                    .problem("Here stands \"parent\", \"grandparent\" or \"chain\", or the field is left out.");
        }).orElse(Filter.Since.NOW);
    }

    private static Path path(JsonPart part) {
        String text = part.text("a path");
        try {
            return Path.parse(text);
        } catch (IllegalArgumentException e) {
            throw part.problem(e.getMessage() + ".");
        }
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
            case "within" -> new Filter.Within(since(part), span(with));
            case "between" -> {
                List<JsonPart> spans = with.elements("two lengths of time, or two dates");
                if (spans.size() != 2) {
                    throw with.problem("Here stands a list of two lengths of time, or of two dates.");
                }
                if (spans.stream().allMatch(JsonPart::isText)) {
                    yield new Filter.BetweenDates(moment(spans.get(0)), moment(spans.get(1)));
                }
                yield new Filter.Between(since(part), span(spans.get(0)), span(spans.get(1)));
            }
            case "after" -> new Filter.After(moment(with));
            case "before" -> new Filter.Before(moment(with));
            case "during" -> new Filter.During(period(with));
            case "expires_after" -> new Filter.ExpiresAfter(span(with));
            default -> new Filter.ExcludeSources(texts(with));
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
        Operand operand = operand(of, source);
        of.end();
        if (!(operand instanceof Operand.Field field)) {
            throw of.problem("A reducer takes a property or context.");
        }
        return place(of, switch (name) {
            case "sum" -> new Reducer.Sum(field);
            case "avg" -> new Reducer.Avg(field);
            case "max" -> new Reducer.Max(taken(field, part), as(part, Reducer.ValueType.NUMBER));
            case "min" -> new Reducer.Min(taken(field, part), as(part, Reducer.ValueType.NUMBER));
            case "mode" -> new Reducer.Mode(field, as(part, Reducer.ValueType.STRING), part.field("min_frequency")
                    .map(least -> least.whole("the least number of times")).orElse(1L));
            case "first" -> new Reducer.First(field);
            case "last" -> new Reducer.Last(field);
            case "unique" -> new Reducer.Unique(field);
            default -> new Reducer.UniqueCount(field);
        });
    }

    /** Of max and min: {@code "as": "number"} may stand beside them, like their other. */
    private Operand.Field taken(Operand.Field field, JsonPart part) {
        return as(part, Reducer.ValueType.STRING) == Reducer.ValueType.NUMBER
                ? place(part, field.taken(Cast.NUMBER))
                : field;
    }

    private static Reducer.ValueType as(JsonPart part, Reducer.ValueType standard) {
        return part.field("as").map(as -> switch (as.text("how values are taken")) {
            case "number" -> Reducer.ValueType.NUMBER;
            case "string" -> Reducer.ValueType.STRING;
            case "array" -> Reducer.ValueType.ARRAY;
            default -> throw as.problem("Values are taken as \"number\", \"string\" or \"array\".");
        }).orElse(standard);
    }

    private Span span(JsonPart part) {
        String unit = part.object("a length of time, like {\"days\": 7}").oneOf("the unit", UNITS);
        JsonPart amount = part.existing(unit);
        part.end();
        return place(amount, new Span(amount.whole("a length of time"), UnitNames.unit(unit).orElseThrow()));
    }

    private static CalendarPeriod period(JsonPart part) {
        String text = part.text("a period");
        return CalendarPeriod.of(text).orElseThrow(() -> {
            List<String> known = CalendarPeriod.texts();
            return part
                    .problem("Here stands a period: " + Suggest.oneOf(known) + "." + Suggest.didYouMean(text, known));
        });
    }

    private Moment moment(JsonPart part) {
        return place(part, new Moment(part.text("a date")));
    }

    private static List<String> texts(JsonPart part) {
        return part.elements("texts").stream().map(element -> element.text("a text")).toList();
    }

    private List<Operand.Literal> constants(JsonPart part) {
        return part.elements("constants").stream()
                .map(element -> place(element, new Operand.Literal(element.constant())))
                .toList();
    }

    private <T> T place(JsonPart part, T node) {
        return places.put(node, part::problem);
    }
}
