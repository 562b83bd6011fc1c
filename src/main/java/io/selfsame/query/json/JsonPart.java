package io.selfsame.query.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.query.QueryException;
import io.selfsame.query.text.Suggest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One JSON value, with the pointer to it, and which of its fields have been looked at. Not thread safe. */
final class JsonPart {

    private final JsonNode node;
    private final String pointer;
    private final Set<String> seen = new LinkedHashSet<>();

    JsonPart(JsonNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    QueryException problem(String problem) {
        return QueryException.at(pointer, problem);
    }

    boolean isObject() {
        return node.isObject();
    }

    boolean isText() {
        return node.isTextual();
    }

    boolean isEmptyList() {
        return node.isArray() && node.isEmpty();
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** The same part, which has to be an object. */
    JsonPart object(String what) {
        if (!node.isObject()) {
            throw problem("Here stands " + what + ", an object, not " + kind() + ".");
        }
        return this;
    }

    /** A field, if it is there. */
    Optional<JsonPart> field(String name) {
        seen.add(name);
        JsonNode value = node.get(name);
        return value == null ? Optional.empty() : Optional.of(new JsonPart(value, pointer + "/" + name));
    }

    /** A field that is known to be there. */
    JsonPart existing(String name) {
        return field(name).orElseThrow();
    }

    /**
     * The one of the names that is a field here.
     *
     * @param what the names stand for
     * @throws QueryException if none is, or more than one
     */
    String oneOf(String what, Collection<String> names) {
        List<String> found = names.stream().filter(node::has).toList();
        if (found.size() > 1) {
            throw problem("Only one of \"" + String.join("\", \"", found) + "\" stands here.");
        }
        if (found.isEmpty()) {
            for (String name : rest()) {
                Optional<String> near = Suggest.nearest(name, names);
                if (near.isPresent()) {
                    throw unknown(name, " Did you mean \"" + near.get() + "\"?");
                }
            }
            throw problem("Here " + what + " is missing: one of " + String.join(", ", names) + ".");
        }
        return found.getFirst();
    }

    /**
     * Ends the reading of an object.
     *
     * @throws QueryException if it has fields that nobody asked for
     */
    void end() {
        for (String name : rest()) {
            throw unknown(name, Suggest.nearest(name, seen).map(near -> " Did you mean \"" + near + "\"?").orElse(""));
        }
    }

    private List<String> rest() {
        List<String> rest = new ArrayList<>();
        node.fieldNames().forEachRemaining(rest::add);
        rest.removeAll(seen);
        return rest;
    }

    private QueryException unknown(String name, String suggestion) {
        return new JsonPart(node.path(name), pointer + "/" + name.replace("~", "~0").replace("/", "~1"))
                .problem("There is no field \"" + Suggest.brief(name) + "\" here." + suggestion);
    }

    /** The elements of an array that has one at least. */
    List<JsonPart> elements(String what) {
        if (!node.isArray() || node.isEmpty()) {
            throw problem(
                    "Here stands a list of " + what + (node.isArray() ? "; it is empty." : ", not " + kind() + "."));
        }
        List<JsonPart> parts = new ArrayList<>();
        for (JsonNode element : node) {
            parts.add(new JsonPart(element, pointer + "/" + parts.size()));
        }
        return parts;
    }

    String text(String what) {
        if (!node.isTextual()) {
            throw problem("Here stands " + what + ", a text, not " + kind() + ".");
        }
        return node.textValue();
    }

    void isTrue() {
        if (!node.isBoolean() || !node.booleanValue()) {
            throw problem("Here stands true, or the field is left out.");
        }
    }

    long whole(String what) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw problem("Here stands " + what + ", a whole number, not " + kind() + ".");
        }
        return node.longValue();
    }

    /** A text, number or boolean, as a literal has it. */
    Object constant() {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber() && !node.isIntegralNumber() && Double.isFinite(node.doubleValue())) {
            return node.doubleValue();
        }
        if (node.isNumber()) {
            throw problem("The number is too large: whole numbers go to " + Long.MAX_VALUE + ", others to "
                    + Double.MAX_VALUE + ".");
        }
        throw problem("Here stands a text, a number, true or false, not " + kind() + "." + (node.isNull()
                ? " A missing value is found by \"absent\": true."
                : ""));
    }

    private String kind() {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "the number " + Suggest.brief(node.asText());
            case BOOLEAN -> node.asText();
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }
}
