package io.selfsame.tracking.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What FQL expressions say of an event. Pure. What is missing, and what a function cannot take, is null. */
final class FqlValue {

    /** Characters of a text that can be a number. */
    private static final int LONGEST = 100;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    private static final Pattern FIRST_LETTERS = Pattern.compile("(?<![\\p{L}\\p{N}])\\p{Ll}");

    private FqlValue() {}

    /** Whether an expression is true of an event; null and whatever is no boolean is not. */
    static boolean isTrue(Fql expression, JsonNode event) {
        return switch (expression) {
            case Fql.And(List<Fql> all) -> all.stream().allMatch(one -> isTrue(one, event));
            case Fql.Or(List<Fql> any) -> any.stream().anyMatch(one -> isTrue(one, event));
            case Fql.Not(Fql negated) -> !isTrue(negated, event);
            case Fql.Compare(Fql left, Fql.Operator operator, Fql right) ->
                compare(of(left, event), operator, of(right, event));
            case Fql.In(Fql value, Fql list) -> isIn(of(value, event), of(list, event));
            case Fql.Match(Fql text, Glob pattern) -> of(text, event) instanceof TextNode found
                    && pattern.matches(found.textValue());
            case Fql.Contains(Fql text, String part) -> of(text, event) instanceof TextNode found
                    && found.textValue().contains(part);
            case Fql.Field field -> of(field, event).booleanValue();
            case Fql.Literal literal -> literal.value().booleanValue();
            case Fql.Call call -> of(call, event).booleanValue();
        };
    }

    private static JsonNode of(Fql expression, JsonNode event) {
        return switch (expression) {
            case Fql.And one -> BooleanNode.valueOf(isTrue(one, event));
            case Fql.Or one -> BooleanNode.valueOf(isTrue(one, event));
            case Fql.Not one -> BooleanNode.valueOf(isTrue(one, event));
            case Fql.Compare one -> BooleanNode.valueOf(isTrue(one, event));
            case Fql.In one -> BooleanNode.valueOf(isTrue(one, event));
            case Fql.Match one -> BooleanNode.valueOf(isTrue(one, event));
            case Fql.Contains one -> BooleanNode.valueOf(isTrue(one, event));
            case Fql.Literal(JsonNode value) -> value;
            case Fql.Call(Fql.Function function, Fql argument) -> call(function, of(argument, event));
            case Fql.Field(List<String> path) -> {
                JsonNode at = event;
                for (String name : path) {
                    at = at.path(name);
                }
                yield at.isMissingNode() ? NullNode.getInstance() : at;
            }
        };
    }

    private static boolean compare(JsonNode left, Fql.Operator operator, JsonNode right) {
        return switch (operator) {
            case EQUAL -> isEqual(left, right);
            case DIFFERENT -> !isEqual(left, right);
            case GREATER -> areNumbers(left, right) && compare(left, right) > 0;
            case AT_LEAST -> areNumbers(left, right) && compare(left, right) >= 0;
            case LESS -> areNumbers(left, right) && compare(left, right) < 0;
            case AT_MOST -> areNumbers(left, right) && compare(left, right) <= 0;
        };
    }

    /** Of two numbers. */
    private static int compare(JsonNode left, JsonNode right) {
        return left.decimalValue().compareTo(right.decimalValue());
    }

    private static boolean areNumbers(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber();
    }

    private static boolean isEqual(JsonNode left, JsonNode right) {
        return areNumbers(left, right) ? compare(left, right) == 0 : left.equals(right);
    }

    private static boolean isIn(JsonNode value, JsonNode list) {
        if (!list.isArray()) {
            return false;
        }
        for (JsonNode one : list) {
            if (isEqual(value, one)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode call(Fql.Function function, JsonNode value) {
        return switch (function) {
            case LENGTH -> value.isTextual()
                    ? IntNode.valueOf(value.textValue().getBytes(StandardCharsets.UTF_8).length)
                    : IntNode.valueOf(value.isArray() ? value.size() : 0);
            case LOWERCASE -> text(value, value.asText().toLowerCase(Locale.ROOT));
            case UPPERCASE -> text(value, value.asText().toUpperCase(Locale.ROOT));
            case SNAKECASE -> text(value, value.asText().replace(' ', '_'));
            case KEBABCASE -> text(value, value.asText().replace(' ', '-'));
            case TITLECASE -> text(value,
                    FIRST_LETTERS.matcher(value.asText())
                            .replaceAll(letter -> letter.group().toUpperCase(Locale.ROOT)));
            case TYPEOF -> TextNode.valueOf(type(value));
            case BOOL -> BooleanNode.valueOf(switch (value.getNodeType()) {
                case BOOLEAN -> value.booleanValue();
                case NUMBER -> value.decimalValue().signum() != 0;
                case STRING -> value.textValue().equals("true");
                case ARRAY, OBJECT -> !value.isEmpty();
                case NULL, MISSING, BINARY, POJO -> false;
            });
            case STRING -> value.isNull()
                    ? value
                    : TextNode.valueOf(value.isTextual() ? value.textValue() : Json.write(value));
            case NUMBER -> value.isNumber() ? value : number(value);
        };
    }

    private static JsonNode text(JsonNode value, String changed) {
        return value.isTextual() ? TextNode.valueOf(changed) : NullNode.getInstance();
    }

    private static JsonNode number(JsonNode value) {
        return value.isTextual() && value.textValue().length() <= LONGEST
                && NUMBER.matcher(value.textValue()).matches()
                        ? DecimalNode.valueOf(new BigDecimal(value.textValue()))
                        : NullNode.getInstance();
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            case ARRAY -> "list";
            case OBJECT -> "object";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }
}
