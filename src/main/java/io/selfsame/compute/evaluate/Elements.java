package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.EventColumn;
import io.selfsame.json.Json;
import io.selfsame.query.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on one element of an array. Arrays and objects are stored as JSON text with an event, so each condition parses them
 * again, which counts as steps. Pure.
 */
final class Elements {

    /** Characters of JSON that are read or written in the time of a step. */
    private static final int READ = 20;

    private Elements() {}

    /** True if one element satisfies the whole condition. An object is an array of one; what is neither has no elements. */
    static Evaluator.Test has(Evaluator.Expression value, Evaluator.Test condition) {
        return context -> switch (value.value(context)) {
            case null -> false;
            case List<?> list -> {
                context.clock().steps(list.size());
                yield list.stream().anyMatch(one -> one instanceof String text && inText(text, condition, context));
            }
            case String text -> inText(text, condition, context);
            default -> false;
        };
    }

    private static boolean inText(String text, Evaluator.Test condition, EvaluationContext context) {
        JsonNode value = read(text, context);
        if (value == null) {
            return false;
        }
        if (value.isObject()) {
            return condition.holds(context.at(value));
        }
        for (JsonNode element : value) {
            context.clock().steps(1);
            if (condition.holds(context.at(element))) {
                return true;
            }
        }
        return false;
    }

    /** An array or object; null of any other text. */
    private static @Nullable JsonNode read(String text, EvaluationContext context) {
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return null;
        }
        context.clock().steps(1 + text.length() / READ);
        try {
            return Json.parse(text);
        } catch (RuntimeException e) {
            // Somebody has sent a text that only begins like JSON.
            return null;
        }
    }

    /** What a path leads to in the element at hand. */
    static Evaluator.Expression value(Path path) {
        return context -> {
            JsonNode element = context.element();
            Object value = element == null ? null : EventColumn.at(element, path).orElse(null);
            context.clock().steps(switch (value) {
                case String text -> 1 + text.length() / READ;
                case List<?> list -> 1 + list.size();
                case null, default -> 1;
            });
            return value;
        };
    }
}
