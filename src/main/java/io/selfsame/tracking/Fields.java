package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.error.Invalid;
import io.selfsame.identity.Extractor;
import io.selfsame.json.Invisible;
import io.selfsame.json.Json;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.SentTraits;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the fields of a message may hold. Each check throws {@link Invalid} with the code of what is wrong. */
final class Fields {

    private static final int MAX_GROUP_ID = 500;
    private static final int MAX_FIELDS = 300;
    private static final int MAX_NAME = 1_000;

    private static final Pattern ID_TYPE = Pattern.compile("[^:\\s\\p{Cntrl}]{1,100}");

    private Fields() {}

    static String event(ObjectNode message) {
        JsonNode event = message.path("event");
        if (event.isMissingNode() || event.isNull() || (event.isTextual() && Invisible.isBlank(event.textValue()))) {
            throw new Invalid("event_not_defined", "A track call needs event, the name of what happened");
        }
        if (!event.isTextual()) {
            throw new Invalid("event_not_string", "event is not a string");
        }
        return bounded(event.textValue(), "event");
    }

    /** Takes off what the name of a page or screen cannot be. */
    static void named(ObjectNode message, Notes notes) {
        properties(message, notes);
        string(message, "name", "name_not_string", notes);
        string(message, "category", "category_not_string", notes);
    }

    private static void string(ObjectNode message, String field, String code, Notes notes) {
        JsonNode text = message.path(field);
        if (!text.isMissingNode() && !text.isNull() && !text.isTextual()) {
            leaveOut(message, field, code, field, notes);
        }
    }

    private static void leaveOut(ObjectNode parent, String field, String code, String path, Notes notes) {
        notes.add(code, path, parent.path(field));
        parent.remove(field);
    }

    static String bounded(String text, String field) {
        if (text.length() > MAX_NAME) {
            throw new Invalid("name_too_long",
                    field + " has " + text.length() + " characters; the limit is " + MAX_NAME);
        }
        return text;
    }

    static ObjectNode traits(ObjectNode message, Notes notes) {
        return few(object(message, "traits", "traits_not_object", "traits", notes));
    }

    static ObjectNode traitsOfPerson(ObjectNode message, Notes notes) {
        return SentTraits.ofPerson(message) instanceof ObjectNode traits ? few(traits) : traits(message, notes);
    }

    private static ObjectNode few(ObjectNode traits) {
        if (traits.size() > MAX_FIELDS) {
            throw new Invalid("too_many_traits",
                    "The call has " + traits.size() + " traits; the limit is " + MAX_FIELDS);
        }
        traits.fieldNames().forEachRemaining(name -> bounded(name, "The name of a trait"));
        return traits;
    }

    static void properties(ObjectNode message, Notes notes) {
        int size = object(message, "properties", "properties_not_object", "properties", notes).size();
        if (size > MAX_FIELDS) {
            throw new Invalid("too_many_properties",
                    "The call has " + size + " properties; the limit is " + MAX_FIELDS);
        }
    }

    static String groupId(ObjectNode message) {
        String groupId = required(message, "groupId");
        readable("groupId", groupId, MAX_GROUP_ID);
        return groupId;
    }

    static void readable(String type, String value, int limit) {
        unreadable(value, limit).ifPresent(why -> {
            throw new Invalid(value.length() > limit ? "id_too_long" : "id_invalid", "The " + type + " " + why);
        });
    }

    /** What keeps a value from being an identifier: it must fit into an index, and into the path of a URL. */
    static Optional<String> unreadable(String value, int limit) {
        if (value.length() > limit) {
            return Optional.of("has " + value.length() + " characters; the limit is " + limit);
        }
        return value.indexOf('\0') >= 0
                ? Optional.of("holds the character NUL, which no URL can carry")
                : Optional.empty();
    }

    static String required(ObjectNode message, String field) {
        id(message, field);
        return Extractor.text(message.path(field)).filter(text -> !Invisible.isBlank(text))
                .orElseThrow(() -> new Invalid("id_required", "This call needs " + field));
    }

    static void id(ObjectNode message, String field) {
        JsonNode id = message.path(field);
        if (!id.isMissingNode() && !id.isNull() && !id.isTextual() && !id.isNumber()) {
            throw new Invalid("id_not_string", field + " is neither a string nor a number");
        }
    }

    /** An object, or an empty one where there is none. What is none is taken off: PHP writes an empty map as {@code []}. */
    static ObjectNode object(ObjectNode parent, String field, String code, String path, Notes notes) {
        JsonNode node = parent.path(field);
        if (node instanceof ObjectNode object) {
            return object;
        }
        if (!node.isMissingNode() && !node.isNull()) {
            leaveOut(parent, field, code, path, notes);
        }
        return Json.object();
    }

    /** Takes off the parts of a context that cannot be read. It may be that of a whole batch, so it is copied where it changes. */
    static void context(ObjectNode message, Notes notes) {
        ObjectNode context = object(message, "context", "context_not_object", "context", notes);
        JsonNode traits = context.path("traits");
        if (!traits.isObject() && !traits.isMissingNode() && !traits.isNull()) {
            context = copied(message, context);
            leaveOut(context, "traits", "traits_not_object", "context.traits", notes);
        }
        context = consent(message, context, notes);
        JsonNode entries = context.path("externalIds");
        if (entries.isMissingNode() || entries.isNull()) {
            return;
        }
        if (!entries.isArray()) {
            leaveOut(copied(message, context), "externalIds", "external_ids_not_array", "context.externalIds", notes);
            return;
        }
        ArrayNode good = Json.array();
        for (JsonNode entry : entries) {
            wrong(entry).ifPresentOrElse(
                    part -> notes.add("external_id_invalid", "context.externalIds[]" + part, entry),
                    () -> good.add(entry));
        }
        if (good.size() < entries.size()) {
            copied(message, context).set("externalIds", good);
        }
    }

    /** Takes off what is no consent. What somebody has consented to is true or false; null takes it back. */
    private static ObjectNode consent(ObjectNode message, ObjectNode context, Notes notes) {
        JsonNode sent = context.path("consent");
        JsonNode categories = sent.path("categoryPreferences");
        if (sent.isMissingNode() || sent.isNull()
                || (sent.isObject() && (categories.isMissingNode() || categories.isNull()))) {
            return context;
        }
        if (!categories.isObject()) {
            ObjectNode copy = copied(message, context);
            leaveOut(copy, "consent", "consent_not_object", "context.consent", notes);
            return copy;
        }
        ObjectNode good = Json.object();
        categories.properties().forEach(category -> {
            String name = category.getKey();
            if ((category.getValue().isBoolean() || category.getValue().isNull()) && !name.isEmpty()
                    && name.length() <= ConsentTraits.LONGEST && good.size() < ConsentTraits.MOST) {
                good.set(name, category.getValue());
            } else {
                notes.add("consent_invalid", "context.consent.categoryPreferences",
                        Json.object().set(name, category.getValue()));
            }
        });
        if (good.size() == categories.size()) {
            return context;
        }
        ObjectNode copy = copied(message, context);
        copy.set("consent", Json.object().<ObjectNode>setAll((ObjectNode) sent).set("categoryPreferences", good));
        return copy;
    }

    private static ObjectNode copied(ObjectNode message, ObjectNode context) {
        ObjectNode copy = Json.object().setAll(context);
        message.set("context", copy);
        return copy;
    }

    /** The part of an entry of {@code externalIds} that is wrong. Those of accounts identify nobody, so nothing in them is. */
    private static Optional<String> wrong(JsonNode entry) {
        if (!entry.isObject()) {
            return Optional.of("");
        }
        if (!entry.path("collection").asText("users").equals("users") || entry.path("id").isNull()) {
            return Optional.empty();
        }
        if (!entry.path("type").isTextual() || !ID_TYPE.matcher(entry.path("type").textValue()).matches()) {
            return Optional.of(".type");
        }
        return entry.path("id").isTextual() || entry.path("id").isNumber() ? Optional.empty() : Optional.of(".id");
    }
}
