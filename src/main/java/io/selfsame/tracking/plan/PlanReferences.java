package io.selfsame.tracking.plan;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import io.selfsame.json.KnownFields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Whether all references of a schema lead to a place in it: the library looks for some of them only when it compares an event. Pure. */
final class PlanReferences {

    private static final Set<String> ANCHORS = Set.of("$anchor", "$dynamicAnchor");
    private static final Set<String> IDS = Set.of("$id", "id");

    private PlanReferences() {}

    /** @throws Invalid if one leads nowhere; the message is a clause */
    static void require(JsonNode schema) {
        Set<String> anchors = new HashSet<>();
        visit(schema, "", (name, value) -> {
            if (ANCHORS.contains(name)) {
                anchors.add(value);
            } else if (IDS.contains(name) && value.startsWith("#")) {
                anchors.add(value.substring(1));
            }
        });
        visit(schema, "", (name, value) -> {
            // What leads out of the schema is refused elsewhere.
            if (PlanSchema.REFERENCES.contains(name) && value.startsWith("#") && !leads(schema, anchors, value)) {
                throw new Invalid(name + " " + KnownFields.quoted(value) + " leads nowhere in the schema");
            }
        });
    }

    private static void visit(JsonNode at, String keyword, BiConsumer<String, String> each) {
        boolean named = PlanSchema.NAMED.contains(keyword);
        at.properties().forEach(field -> {
            String name = field.getKey();
            if (named) {
                visit(field.getValue(), ".", each);
            } else if (!PlanSchema.VALUES.contains(name)) {
                if (field.getValue().isTextual()) {
                    each.accept(name, field.getValue().textValue());
                }
                visit(field.getValue(), name, each);
            }
        });
        if (at.isArray()) {
            at.forEach(one -> visit(one, ".", each));
        }
    }

    private static boolean leads(JsonNode schema, Set<String> anchors, String reference) {
        String fragment = reference.substring(1);
        return fragment.isEmpty() || anchors.contains(fragment) || isThere(schema, fragment)
                || isThere(schema, decoded(fragment));
    }

    private static boolean isThere(JsonNode schema, String pointer) {
        return pointer.startsWith("/") && !schema.at(JsonPointer.compile(pointer)).isMissingNode();
    }

    private static String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
