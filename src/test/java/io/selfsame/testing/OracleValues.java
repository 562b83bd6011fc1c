package io.selfsame.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.json.TimeText;
import io.selfsame.query.Cast;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.Reducer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The values of the query oracle: what paths lead to, how two compare, and how many become one. */
final class OracleValues {

    /** Numbers, then texts in code unit order, then false and true. Equal numbers are one, however written. */
    private static final Comparator<JsonNode> ORDER = Comparator.comparing(OracleValues::kind)
            .thenComparing(value -> value.isNumber() ? value.decimalValue() : BigDecimal.ZERO)
            .thenComparing(value -> value.isNumber() ? "" : value.isArray() ? value.toString() : value.asText());

    private OracleValues() {}

    private static int kind(JsonNode value) {
        return value.isNumber() ? 0 : value.isTextual() ? 1 : value.isBoolean() ? 2 : 3;
    }

    static JsonNode literal(Operand.Literal literal) {
        return Http.JSON.valueToTree(literal.value());
    }

    /** As {@code contains} sees a scalar. A number has one text, however it was written: 12.50 and 12.5 are 12.5. */
    static String text(JsonNode value) {
        if (!value.isNumber()) {
            return value.asText();
        }
        BigDecimal number = value.decimalValue();
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    static List<JsonNode> of(QueryOracle.Event event, Operand.Source source, Path path) {
        return read(switch (source) {
            case PROPERTIES -> event.properties();
            case CONTEXT -> event.context();
        }, path.steps());
    }

    /** Every scalar that the steps lead to; of more than one kind, their texts. */
    static List<JsonNode> read(JsonNode from, List<Path.Step> steps) {
        List<JsonNode> found = walk(from, steps);
        boolean mixed = found.stream().map(OracleValues::kind).distinct().count() > 1;
        return mixed ? found.stream().<JsonNode>map(value -> TextNode.valueOf(text(value))).toList() : found;
    }

    private static List<JsonNode> walk(JsonNode from, List<Path.Step> steps) {
        if (steps.isEmpty()) {
            boolean tooLarge = from.isNumber() && !Double.isFinite(from.doubleValue());
            return from.isNull() || from.isMissingNode() || tooLarge
                    ? List.of()
                    : List.of(from.isContainerNode() ? TextNode.valueOf(from.toString()) : from);
        }
        List<Path.Step> rest = steps.subList(1, steps.size());
        return switch (steps.getFirst()) {
            case Path.Name(var name) when from.isArray() -> name.matches("0|[1-9][0-9]{0,8}")
                    ? walk(from.path(Integer.parseInt(name)), rest)
                    : List.of();
            case Path.Name(var name) -> from.isObject() ? walk(from.path(name), rest) : List.of();
            case Path.Each each -> {
                List<JsonNode> found = new ArrayList<>();
                if (from.isArray()) {
                    from.forEach(element -> found.addAll(walk(element, rest)));
                }
                yield found;
            }
        };
    }

    /** Of an array that is written as a text; an object is an array of one. */
    static Stream<JsonNode> elements(JsonNode value) {
        try {
            JsonNode read = Http.JSON.readTree(value.asText());
            return value.isTextual() && read.isArray()
                    ? StreamSupport.stream(read.spliterator(), false)
                    : value.isTextual() && read.isObject() ? Stream.of(read) : Stream.of();
        } catch (IOException e) {
            return Stream.of();
        }
    }

    /** The scalars of a result: the elements of an array, or the value itself. */
    static List<JsonNode> scalars(JsonNode value) {
        List<JsonNode> found = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(found::add);
        } else if (!value.isMissingNode()) {
            found.add(value);
        }
        return found;
    }

    static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.doubleValue() == b.doubleValue();
        }
        if (a.isArray() && b.isArray() && a.size() == b.size()) {
            return IntStream.range(0, a.size()).allMatch(i -> same(a.path(i), b.path(i)));
        }
        boolean nothing = a.isNull() || a.isMissingNode();
        return nothing ? b.isNull() || b.isMissingNode() : a.equals(b);
    }

    static boolean equal(JsonNode a, JsonNode b) {
        if (a.isBoolean() && b.isBoolean()) {
            return a.booleanValue() == b.booleanValue();
        }
        return order(a, b).filter(sign -> sign == 0).isPresent();
    }

    /** The sign of a - b; empty if they do not meet. */
    static Optional<Integer> order(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return Optional.of(a.decimalValue().compareTo(b.decimalValue()));
        }
        if (!a.isTextual() || !b.isTextual()) {
            return Optional.empty();
        }
        Optional<Instant> left = TimeText.iso(a.textValue());
        Optional<Instant> right = TimeText.iso(b.textValue());
        return Optional.of(left.isPresent() && right.isPresent()
                ? left.get().compareTo(right.get())
                : a.textValue().compareTo(b.textValue()));
    }

    /** False if the text is no version. */
    static boolean isVersionSo(String written, io.selfsame.query.Comparator.Op op, String with) {
        String text = written.strip();
        String other = with.strip();
        String identifiers = "[0-9A-Za-z-]+([.][0-9A-Za-z-]+)*";
        if (!text.matches("[vV]?[0-9]+([.][0-9]+)*(-" + identifiers + ")?([+]" + identifiers + ")?")) {
            return false;
        }
        int sign = versions(text.replaceAll("^[vV]|[+].*", ""), other.replaceAll("^[vV]|[+].*", ""));
        return switch (op) {
            case EQUALS -> sign == 0;
            case DIFFERS -> sign != 0;
            case GREATER_THAN -> sign > 0;
            case AT_LEAST -> sign >= 0;
            case LESS_THAN -> sign < 0;
            case AT_MOST -> sign <= 0;
        };
    }

    private static int versions(String a, String b) {
        String[] left = a.split("-", 2);
        String[] right = b.split("-", 2);
        String[] x = left[0].split("[.]");
        String[] y = right[0].split("[.]");
        for (int i = 0; i < Math.max(x.length, y.length); i++) {
            int sign = new BigDecimal(i < x.length ? x[i] : "0").compareTo(new BigDecimal(i < y.length ? y[i] : "0"));
            if (sign != 0) {
                return sign;
            }
        }
        if (left.length == 1 || right.length == 1) {
            return right.length - left.length;
        }
        String[] p = left[1].split("[.]");
        String[] q = right[1].split("[.]");
        for (int i = 0; i < Math.min(p.length, q.length); i++) {
            boolean number = p[i].matches("[0-9]+");
            boolean otherNumber = q[i].matches("[0-9]+");
            int sign = number && otherNumber
                    ? new BigDecimal(p[i]).compareTo(new BigDecimal(q[i]))
                    : number != otherNumber ? (number ? -1 : 1) : p[i].compareTo(q[i]);
            if (sign != 0) {
                return sign;
            }
        }
        return p.length - q.length;
    }

    /** Where only instants count: a date, a time, an epoch. */
    static Optional<Instant> instant(JsonNode value) {
        return TimeText.read(value);
    }

    /** The day of a date, or of an instant in a time zone. */
    static Optional<LocalDate> day(JsonNode value, ZoneId zone) {
        return value.isTextual() && value.textValue().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
                ? instant(value).map(at -> at.atZone(ZoneOffset.UTC).toLocalDate())
                : instant(value).map(at -> at.atZone(zone).toLocalDate());
    }

    static JsonNode reduce(Reducer reducer, List<QueryOracle.Event> events, ZoneId zone) {
        return switch (reducer) {
            case Reducer.Count r -> LongNode.valueOf(events.size());
            case Reducer.Sum(var field) -> {
                BigDecimal sum = sum(numbers(all(events, field)));
                yield Double.isFinite(sum.doubleValue()) ? DecimalNode.valueOf(sum) : missing();
            }
            case Reducer.Avg(var field) -> {
                List<BigDecimal> numbers = numbers(all(events, field));
                yield numbers.isEmpty()
                        ? MissingNode.getInstance()
                        : DecimalNode.valueOf(
                                sum(numbers).divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL128));
            }
            case Reducer.Max(var field, var as) -> taken(all(events, field), as).stream().max(ORDER).orElse(missing());
            case Reducer.Min(var field, var as) -> taken(all(events, field), as).stream().min(ORDER).orElse(missing());
            case Reducer.Mode(var field, var as, var least) -> mode(events, field, as, least);
            case Reducer.First(var field) -> all(events, field).stream().findFirst().orElse(missing());
            case Reducer.Last(var field) -> all(events, field).reversed().stream().findFirst().orElse(missing());
            case Reducer.Unique(var field) -> unique(events, field).isEmpty()
                    ? missing()
                    : Http.JSON.createArrayNode().addAll(unique(events, field));
            case Reducer.UniqueCount(var field) -> LongNode.valueOf(unique(events, field).size());
            case Reducer.CountDays r -> LongNode.valueOf(
                    events.stream().map(event -> event.at().atZone(zone).toLocalDate()).distinct().count());
            case Reducer.FirstSeen r ->
                events.isEmpty() ? missing() : TextNode.valueOf(events.getFirst().at().toString());
            case Reducer.LastSeen r ->
                events.isEmpty() ? missing() : TextNode.valueOf(events.getLast().at().toString());
        };
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }

    private static List<JsonNode> all(List<QueryOracle.Event> events, Operand.Field field) {
        return events.stream().flatMap(event -> taken(field.as(), of(event, field.source(), field.path())).stream())
                .toList();
    }

    private static List<BigDecimal> numbers(List<JsonNode> values) {
        return values.stream().filter(JsonNode::isNumber).map(JsonNode::decimalValue).toList();
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<JsonNode> taken(List<JsonNode> values, Reducer.ValueType as) {
        return switch (as) {
            case NUMBER -> values.stream().filter(JsonNode::isNumber).toList();
            case STRING, ARRAY -> values.stream().<JsonNode>map(value -> TextNode.valueOf(text(value))).toList();
        };
    }

    private static JsonNode mode(List<QueryOracle.Event> events, Operand.Field field, Reducer.ValueType as,
            long least) {
        List<JsonNode> votes = new ArrayList<>();
        if (as == Reducer.ValueType.ARRAY && field.path().many()) {
            events.stream().map(event -> all(List.of(event), field)).filter(array -> !array.isEmpty())
                    .forEach(array -> votes.add(Http.JSON.createArrayNode().addAll(array)));
        } else {
            all(events, field).stream().map(value -> as == Reducer.ValueType.NUMBER
                    ? taken(Cast.NUMBER, List.of(value)).stream().findFirst().orElse(value)
                    : value).flatMap(value -> taken(List.of(value), as).stream()).forEach(votes::add);
        }
        votes.sort(ORDER);
        JsonNode winner = missing();
        long most = least - 1;
        for (JsonNode candidate : votes) {
            long count = votes.stream().filter(vote -> ORDER.compare(vote, candidate) == 0).count();
            if (count > most) {
                winner = candidate;
                most = count;
            }
        }
        return winner;
    }

    /** Those that fit. */
    static List<JsonNode> taken(Cast as, List<JsonNode> values) {
        return values.stream().flatMap(value -> switch (as) {
            case AS_IS -> Stream.of(value);
            case NUMBER ->
                value.isTextual() ? number(value.textValue().strip()) : Stream.of(value).filter(JsonNode::isNumber);
            case BOOLEAN -> Stream.of(true, false).filter(truth -> value.isNumber()
                    ? value.doubleValue() == (truth ? 1 : 0)
                    : List.of(truth.toString(), truth ? "1" : "0")
                            .contains(value.asText().strip().toLowerCase(java.util.Locale.ROOT)))
                    .<JsonNode>map(BooleanNode::valueOf);
        }).toList();
    }

    private static Stream<JsonNode> number(String text) {
        boolean grouped = text.matches("[+-]?[0-9]{1,3}(,[0-9]{3})*([.][0-9]+)?([eE][+-]?[0-9]+)?");
        String digits = grouped ? text.replace(",", "") : text;
        if (text.length() > 100 || !digits.matches("[+-]?([0-9]+([.][0-9]+)?|[.][0-9]+)([eE][+-]?[0-9]+)?")) {
            return Stream.of();
        }
        JsonNode number = digits.matches("[+-]?[0-9]{1,18}")
                ? LongNode.valueOf(Long.parseLong(digits))
                : DoubleNode.valueOf(Double.parseDouble(digits));
        return Double.isFinite(number.doubleValue()) ? Stream.of(number) : Stream.of();
    }

    private static List<JsonNode> unique(List<QueryOracle.Event> events, Operand.Field field) {
        List<JsonNode> distinct = new ArrayList<>();
        for (JsonNode value : all(events, field)) {
            if (distinct.stream().noneMatch(seen -> ORDER.compare(seen, value) == 0)) {
                distinct.add(value);
            }
        }
        distinct.sort(ORDER);
        return distinct;
    }
}
