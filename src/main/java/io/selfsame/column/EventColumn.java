package io.selfsame.column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.selfsame.json.Json;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One part of an event's body. Its value is a {@link Boolean}, {@link Long}, {@link Double} or {@link String}; behind a path with
 * {@code $} a list of such: all numbers, all texts or all booleans. Whoever may send events chooses how long a text is, and all
 * events of a person are in memory together, so a value is bounded: of a text its first {@link #TEXT} characters count, and a
 * list, or an object as JSON, that is longer than {@link #MOST} is {@link #TOO_LONG}. Immutable.
 *
 * @param name of the property on the event's node, like {@code properties.total}
 */
public record EventColumn(Operand.Source source, Path path, String name) {

    /** Below it every whole double is one long. */
    private static final double EXACT = 1L << 53;

    /** Characters of a text that count; a longer one in a definition equals none. */
    public static final int TEXT = 1_000;

    /** Characters of a list, or of an array or object as JSON. */
    public static final int MOST = 8_000;

    /** Characters of all lists, arrays and objects of one event together. Texts are no more than a body holds anyway. */
    public static final int TOGETHER = 2 * MOST;

    /** What an element of a list counts besides its text, in characters. */
    private static final int ELEMENT = 8;

    /** Stands for a value that is too long to be compared: half a list, or half an object, would be another value. */
    public static final Object TOO_LONG = List.of();

    private static final Path PAGE_NAME = Path.of("page_name");
    private static final Path SCREEN_NAME = Path.of("screen_name");

    /** The column of a field. */
    public static EventColumn of(Operand.Source source, Path path) {
        return new EventColumn(source, path, (switch (source) {
            case PROPERTIES -> "properties.";
            case CONTEXT -> "context.";
        }) + path);
    }

    /** The column of a field, of whichever event. */
    public static EventColumn of(Operand.Field field) {
        return of(field.source(), field.path());
    }

    /** Reads a name as {@link #of} makes it. */
    static EventColumn parse(String name) {
        int dot = name.indexOf('.');
        Path path = Path.parse(name.substring(dot + 1));
        return name.startsWith("context.") ? of(Operand.Source.CONTEXT, path) : of(Operand.Source.PROPERTIES, path);
    }

    /**
     * The properties of an event's node that some columns make of its body. Paths may lead into each other, so that a long object is in
     * many of them: together they hold no more than a body may.
     */
    static void project(Collection<EventColumn> columns, JsonNode body, Map<String, Object> properties) {
        long left = TOGETHER;
        for (EventColumn column : columns) {
            Optional<Object> value = column.value(body);
            if (value.isPresent()) {
                long length = isScalar(value.get()) ? 0 : length(value.get());
                properties.put(column.name(), property(length > left ? TOO_LONG : value.get()));
                left -= length > left ? 0 : length;
            }
        }
    }

    /** Whether no other column holds it too: what looks like an object may be one. */
    private static boolean isScalar(Object value) {
        return !(value instanceof List<?>) && !(value instanceof String text && looksNested(text));
    }

    private static boolean looksNested(String text) {
        return text.startsWith("{") || text.startsWith("[");
    }

    /** The value in a body; empty if there is none, or only JSON null. */
    public Optional<Object> value(JsonNode body) {
        Optional<Object> own = at(body.path(switch (source) {
            case PROPERTIES -> "properties";
            case CONTEXT -> "context";
        }), 0, EventColumn::kept).map(EventColumn::bounded);
        return own.isPresent() || source == Operand.Source.CONTEXT ? own : name(body);
    }

    /** Page and screen calls have their name beside the properties. */
    private Optional<Object> name(JsonNode body) {
        boolean page = path.equals(PAGE_NAME) && body.path("type").asText().equals("page");
        boolean screen = path.equals(SCREEN_NAME) && body.path("type").asText().equals("screen");
        return page || screen ? kept(body.path("name")).map(EventColumn::bounded) : Optional.empty();
    }

    private static Optional<Object> kept(JsonNode node) {
        return scalar(node).map(value -> value instanceof String text && !node.isContainerNode()
                ? beginning(text)
                : value);
    }

    private static String beginning(String text) {
        if (text.length() <= TEXT) {
            return text;
        }
        // Half a character is none.
        return text.substring(0, Character.isHighSurrogate(text.charAt(TEXT - 1)) ? TEXT - 1 : TEXT);
    }

    private static Object bounded(Object value) {
        return length(value) > MOST ? TOO_LONG : value;
    }

    /** In characters, as it counts. */
    static long length(Object value) {
        return switch (value) {
            case String text -> text.length();
            case List<?> list -> list.stream()
                    .mapToLong(one -> ELEMENT + (one instanceof String text ? text.length() : 0)).sum();
            default -> 0;
        };
    }

    /** Any JSON value by a path: also what traits hold. */
    public static Optional<Object> at(JsonNode value, Path path) {
        return of(Operand.Source.PROPERTIES, path).at(value, 0, EventColumn::scalar);
    }

    private Optional<Object> at(JsonNode from, int step, Function<JsonNode, Optional<Object>> end) {
        JsonNode node = from;
        for (int i = step; i < path.steps().size(); i++) {
            switch (path.steps().get(i)) {
                case Path.Name name -> node = node.isArray() ? node.path(name.index()) : node.path(name.name());
                case Path.Each each -> {
                    return elements(node, i + 1, end);
                }
            }
        }
        return end.apply(node);
    }

    private Optional<Object> elements(JsonNode node, int next, Function<JsonNode, Optional<Object>> end) {
        List<Object> found = new ArrayList<>();
        if (node instanceof ArrayNode array) {
            for (JsonNode element : array) {
                at(element, next, end).ifPresent(value -> {
                    if (value instanceof List<?> inner) {
                        found.addAll(inner);
                    } else {
                        found.add(value);
                    }
                });
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(ofOneKind(found));
    }

    private static List<Object> ofOneKind(List<Object> values) {
        boolean mixed = values.stream().map(value -> value instanceof Number ? Number.class : value.getClass())
                .distinct().count() > 1;
        return mixed ? values.stream().<Object>map(EventColumn::text).toList() : List.copyOf(values);
    }

    /** A value as Neo4j keeps it: it has no list of whole numbers and fractions. */
    static Object property(Object value) {
        return value instanceof List<?> list && list.stream().map(Object::getClass).distinct().count() > 1
                ? list.stream().map(number -> ((Number) number).doubleValue()).toList()
                : value;
    }

    /** The value that {@link #property} made a property of, bounded as {@link #value} does it: an earlier version did not. */
    public static Object ofProperty(Object property) {
        return bounded(switch (property) {
            case String text -> looksNested(text) ? text : beginning(text);
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof Double -> list.stream()
                    .<Object>map(number -> number((Double) number)).toList();
            default -> property;
        });
    }

    /** 12.0 is 12 for whoever counts or lists values. */
    private static Number number(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < EXACT;
        return whole ? (Number) (long) number : (Number) number;
    }

    /** The text of a scalar: numbers are plain decimals, without an exponent or needless zeroes. */
    public static String text(Object scalar) {
        if (!(scalar instanceof Double number)) {
            return scalar.toString();
        }
        return number == 0 ? "0" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /**
     * One JSON value as it counts in comparisons: a scalar as itself, an array or object as its text. A number beyond what a double
     * holds is no value.
     */
    public static Optional<Object> scalar(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(node.textValue());
        } else if (node.isBoolean()) {
            return Optional.of(node.booleanValue());
        } else if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Optional.of(node.longValue());
        } else if (node.isNumber()) {
            double number = node.doubleValue();
            return Double.isFinite(number) ? Optional.of(number(number)) : Optional.empty();
        }
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(Json.write(node));
    }
}
