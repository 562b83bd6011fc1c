package io.selfsame.tracking.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;

/** Numbers of events, as far as plans look at them. Pure. */
final class PlanNumbers {

    /** The largest power of ten that a number may be written with: beyond a double there is no number. */
    private static final int LARGEST_SCALE = 400;

    private PlanNumbers() {}

    /** A copy in which numbers that no double holds are null, or the same if there are none: some checks write out all their digits. */
    static JsonNode withoutHuge(JsonNode value) {
        if (!hasHuge(value)) {
            return value;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            object.properties().forEach(field -> copy.set(field.getKey(), withoutHuge(field.getValue())));
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = Json.array();
            array.forEach(one -> copy.add(withoutHuge(one)));
            return copy;
        }
        return NullNode.getInstance();
    }

    private static boolean hasHuge(JsonNode value) {
        if (value.isBigDecimal()) {
            return Math.abs((long) value.decimalValue().scale()) > LARGEST_SCALE;
        }
        for (JsonNode one : value) {
            if (hasHuge(one)) {
                return true;
            }
        }
        return false;
    }
}
