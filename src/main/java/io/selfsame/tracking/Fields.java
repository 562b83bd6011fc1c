package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.Extractor;
import io.selfsame.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the fields of a message may hold. Each check throws {@link InvalidMessage} with the code of what is wrong. */
final class Fields {

    private static final int MAX_GROUP_ID = 500;
    private static final int MAX_FIELDS = 300;
    private static final int MAX_NAME = 1_000;

    private static final Pattern ID_TYPE = Pattern.compile("[^:\\s\\p{Cntrl}]{1,100}");

    private Fields() {}

    static String event(ObjectNode message) {
        JsonNode event = message.path("event");
        if (event.isMissingNode() || event.isNull() || (event.isTextual() && event.textValue().isBlank())) {
            throw new InvalidMessage("event_not_defined", "A track call needs event, the name of what happened");
        }
        if (!event.isTextual()) {
            throw new InvalidMessage("event_not_string", "event is not a string");
        }
        return bounded(event.textValue(), "event");
    }

    static void named(ObjectNode message) {
        properties(message);
        string(message, "name", "name_not_string");
        string(message, "category", "category_not_string");
    }

    static void string(ObjectNode message, String field, String code) {
        JsonNode text = message.path(field);
        if (!text.isMissingNode() && !text.isNull() && !text.isTextual()) {
            throw new InvalidMessage(code, field + " is not a string");
        }
    }

    static String bounded(String text, String field) {
        if (text.length() > MAX_NAME) {
            throw new InvalidMessage("name_too_long",
                    field + " has " + text.length() + " characters; the limit is " + MAX_NAME);
        }
        return text;
    }

    static ObjectNode traits(ObjectNode message) {
        ObjectNode traits = object(message, "traits", "traits_not_object");
        if (traits.size() > MAX_FIELDS) {
            throw new InvalidMessage("too_many_traits",
                    "The call has " + traits.size() + " traits; the limit is " + MAX_FIELDS);
        }
        traits.fieldNames().forEachRemaining(name -> bounded(name, "The name of a trait"));
        return traits;
    }

    static void properties(ObjectNode message) {
        int size = object(message, "properties", "properties_not_object").size();
        if (size > MAX_FIELDS) {
            throw new InvalidMessage("too_many_properties",
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
            throw new InvalidMessage(value.length() > limit ? "id_too_long" : "id_invalid", "The " + type + " " + why);
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
        return Extractor.text(message.path(field)).filter(text -> !text.isBlank())
                .orElseThrow(() -> new InvalidMessage("id_required", "This call needs " + field));
    }

    static void id(ObjectNode message, String field) {
        JsonNode id = message.path(field);
        if (!id.isMissingNode() && !id.isNull() && !id.isTextual() && !id.isNumber()) {
            throw new InvalidMessage("id_not_string", field + " is neither a string nor a number");
        }
    }

    /** An object, or an empty one where there is none. */
    static ObjectNode object(ObjectNode parent, String field, String code) {
        JsonNode node = parent.path(field);
        if (node instanceof ObjectNode object) {
            return object;
        }
        if (node.isMissingNode() || node.isNull()) {
            return Json.object();
        }
        throw new InvalidMessage(code, field + " is not an object");
    }

    static void externalIds(JsonNode entries) {
        if (entries.isMissingNode() || entries.isNull()) {
            return;
        }
        if (!entries.isArray()) {
            throw new InvalidMessage("external_ids_not_array", "context.externalIds is not an array");
        }
        int index = 0;
        for (JsonNode entry : entries) {
            String where = "context.externalIds[" + index++ + "]";
            if (!entry.path("collection").asText("users").equals("users") || entry.path("id").isNull()) {
                continue;
            }
            if (!entry.path("type").isTextual() || !ID_TYPE.matcher(entry.path("type").textValue()).matches()) {
                throw new InvalidMessage("external_id_invalid", where
                        + ".type is not a name of 1 to 100 characters without colons and spaces");
            }
            if (!entry.path("id").isTextual() && !entry.path("id").isNumber()) {
                throw new InvalidMessage("external_id_invalid", where + ".id is neither a string nor a number");
            }
        }
    }
}
