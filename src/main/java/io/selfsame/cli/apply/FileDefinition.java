package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An audience or computed trait as a file has it.
 *
 * @param identity what makes it the same definition after any change
 * @param fields what may change: name, description, enabled, query, options
 * @param replaceTrait whether a new one takes the place of the trait of its key that calls have set
 * @param place the file and line, for people
 */
record FileDefinition(FileKey identity, Map<String, JsonNode> fields, boolean replaceTrait, String place) {

    /** The two kinds, as files, paths and answers name them. */
    enum FileKind {
        AUDIENCE("Audience", "audience", "audiences"),
        COMPUTED_TRAIT("ComputedTrait", "computedTrait",
                "computed-traits");

        private final String text;
        private final String field;
        private final String route;

        FileKind(String text, String field, String route) {
            this.text = text;
            this.field = field;
            this.route = route;
        }

        String text() {
            return text;
        }

        String field() {
            return field;
        }

        String route() {
            return route;
        }
    }

    /**
     * What makes it the same definition after any change.
     *
     * @param level USERS or ACCOUNTS
     */
    record FileKey(FileKind kind, String level, String key) {
        @Override
        public String toString() {
            return kind.text() + " " + key + (level.equals("USERS") ? "" : " (" + level + ")");
        }
    }

    /** What the service takes for a new one. */
    ObjectNode create() {
        ObjectNode body = change(fields);
        body.put("key", identity.key()).put("audienceType", identity.level());
        return replaceTrait ? body.put("replaceTrait", true) : body;
    }

    /** What the service takes for a change of these fields. */
    static ObjectNode change(Map<String, JsonNode> fields) {
        ObjectNode body = CliJson.MAPPER.createObjectNode();
        fields.forEach((name, value) -> {
            if (name.equals("query")) {
                body.putObject("definition").set("query", value);
            } else {
                body.set(name, value);
            }
        });
        return body;
    }

    /** The fields that are not as the service has them. */
    Map<String, JsonNode> different(Map<String, JsonNode> there) {
        Map<String, JsonNode> different = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!Objects.equals(value, there.get(name))) {
                different.put(name, value);
            }
        });
        return different;
    }
}
