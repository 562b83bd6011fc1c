package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.error.Conflict;
import io.selfsame.error.Invalid;
import io.selfsame.json.KnownFields;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields of an object in a request, each read once. One that is absent or null has its default. What is wrong is added to the
 * problems, and read as the default.
 *
 * @param where what stands before the name of a field in a problem, such as {@code send.}
 */
public record FormFields(JsonNode object, String where, List<String> problems) {

    /** The fields of an object in it. */
    public FormFields inside(String field, KnownFields known) {
        JsonNode inner = object.path(field);
        String path = where + field + ".";
        if (isGiven(field) && !inner.isObject()) {
            problem(field, "is not an object");
        }
        known.problem(inner, path).ifPresent(problems::add);
        return new FormFields(inner, path, problems);
    }

    public boolean isGiven(String field) {
        return object.hasNonNull(field);
    }

    public void problem(String field, String what) {
        problems.add(where + field + " " + what);
    }

    /** A text that is not blank; without a default it must be there. */
    public String text(String field, String standard, int longest) {
        JsonNode value = object.path(field);
        if (!isGiven(field)) {
            if (standard.isEmpty()) {
                problem(field, "is missing");
            }
            return standard;
        }
        if (!value.isTextual() || value.textValue().isBlank() || value.textValue().strip().length() > longest) {
            problem(field, "is not a text of 1 to " + longest + " characters");
            return standard;
        }
        return value.textValue().strip();
    }

    public boolean flag(String field, boolean standard) {
        JsonNode value = object.path(field);
        if (isGiven(field) && !value.isBoolean()) {
            problem(field, "is neither true nor false");
        }
        return value.asBoolean(standard);
    }

    /** A whole number, both ends included. */
    public int whole(String field, int standard, int least, int most) {
        JsonNode value = object.path(field);
        if (!isGiven(field)) {
            return standard;
        }
        if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= least
                && value.intValue() <= most) {
            return value.intValue();
        }
        problem(field, "is not a whole number from " + least + " to " + most);
        return standard;
    }

    /** One of some constants, in small letters. The first is the default. */
    public <E extends Enum<E>> E choice(String field, E[] all) {
        JsonNode value = object.path(field);
        if (!isGiven(field)) {
            return all[0];
        }
        return Arrays.stream(all).filter(each -> value.isTextual() && text(each).equals(value.textValue())).findFirst()
                .orElseGet(() -> {
                    problem(field, "is one of " + list(all));
                    return all[0];
                });
    }

    /** One of some texts. */
    public String choice(String field, String standard, List<String> choices) {
        JsonNode value = object.path(field);
        if (!isGiven(field)) {
            return standard;
        }
        if (!value.isTextual() || !choices.contains(value.textValue())) {
            problem(field, "is one of " + String.join(", ", choices));
            return standard;
        }
        return value.textValue();
    }

    /** One or more of some constants, in small letters. */
    public <E extends Enum<E>> Set<E> choices(String field, Set<E> standard, E[] all) {
        JsonNode value = object.path(field);
        if (!isGiven(field)) {
            return standard;
        }
        Set<E> chosen = new LinkedHashSet<>();
        value.forEach(item -> Arrays.stream(all)
                .filter(each -> item.isTextual() && text(each).equals(item.textValue())).forEach(chosen::add));
        if (!value.isArray() || chosen.isEmpty() || chosen.size() != value.size()) {
            problem(field, "is not a list of one or more of " + list(all) + ", each once");
            return standard;
        }
        return chosen;
    }

    private static <E extends Enum<E>> String list(E[] all) {
        return String.join(", ", words(all));
    }

    /** Constants as requests and answers have them. */
    static <E extends Enum<E>> List<String> words(E[] all) {
        return Arrays.stream(all).map(FormFields::text).toList();
    }

    /** A constant as requests and answers have it. */
    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A list of different texts that are not blank, in their order. */
    public List<String> texts(String field, List<String> standard, int most, int longest) {
        JsonNode value = object.path(field);
        if (!isGiven(field)) {
            return standard;
        }
        Set<String> texts = new LinkedHashSet<>();
        value.forEach(item -> {
            if (item.isTextual() && !item.textValue().isBlank() && item.textValue().length() <= longest) {
                texts.add(item.textValue());
            }
        });
        if (!value.isArray() || texts.size() != value.size() || texts.size() > most) {
            problem(field, "is not a list of at most " + most + " different texts of 1 to " + longest + " characters");
            return standard;
        }
        return List.copyOf(texts);
    }

    /**
     * Requires that nobody has changed something since whoever changes it has read it.
     *
     * @param what it is, such as {@code destination}
     * @param before the version there is
     * @param version that was sent; missing or null: whatever is there is changed
     * @throws Conflict if it is another one
     * @throws Invalid if it is no number
     */
    public static void requireVersion(String what, long before, JsonNode version) {
        if (version.isMissingNode() || version.isNull()) {
            return;
        }
        if (!version.isIntegralNumber()) {
            throw new Invalid("version is not a whole number; leave it out to change whatever is there");
        }
        if (version.longValue() != before) {
            throw new Conflict("Somebody has changed the " + what + ": its version is " + before + " and not "
                    + version.longValue() + ". Read it again, or leave version out to change whatever is there");
        }
    }

    /** A document with some fields replaced; of objects each field is replaced by itself. What is null then gets its default. */
    public static ObjectNode merged(ObjectNode before, JsonNode body) {
        ObjectNode merged = before.deepCopy();
        body.properties().forEach(change -> {
            if (merged.get(change.getKey()) instanceof ObjectNode inner && change.getValue().isObject()) {
                change.getValue().properties().forEach(each -> inner.set(each.getKey(), each.getValue()));
            } else {
                merged.set(change.getKey(), change.getValue());
            }
        });
        return merged;
    }
}
