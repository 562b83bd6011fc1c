package io.selfsame.destination.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A destination of the catalogue, in the words of its library. Immutable.
 *
 * @param name such as {@code mixpanel}
 * @param unavailable why it cannot be used; empty if it can
 * @param actions what it can be told to do, with their names and the messages that they take
 * @param presets what it does where nobody says otherwise; may be empty
 */
public record Tool(String name, String label, String description, Optional<String> unavailable, List<Setting> settings,
        JsonNode actions, JsonNode presets) {

    /** Calls a second that Segment sends to tools at most, where it says so. */
    private static final Map<String, Integer> RATES = Map.of("braze", 100, "customerio", 30, "hubspot", 5, "intercom",
            8,
            "iterable", 500, "marketo-static-lists", 5, "actions-pardot", 2, "sendgrid", 100, "salesforce", 5,
            "salesforce-marketing-cloud", 20);

    public Tool {
        settings = List.copyOf(settings);
    }

    /**
     * A setting of it.
     *
     * @param type {@code string}, {@code boolean}, {@code number} or {@code integer}
     * @param multiple whether it is a list of these
     * @param standard its default
     * @param choices all that it may be; empty for anything of its type
     */
    public record Setting(String name, String label, String description, String type, boolean multiple,
            boolean required,
            boolean secret, Optional<JsonNode> standard, List<JsonNode> choices) {

        public Setting {
            choices = List.copyOf(choices);
        }

        static Setting of(JsonNode json) {
            List<JsonNode> choices = new ArrayList<>();
            json.path("choices").forEach(choice -> choices.add(choice.path("value")));
            return new Setting(json.path("name").asText(), json.path("label").asText(),
                    json.path("description").asText(),
                    json.path("type").asText("string"), json.path("multiple").asBoolean(),
                    json.path("required").asBoolean(),
                    json.path("secret").asBoolean(),
                    Optional.ofNullable(json.get("default")).filter(node -> !node.isNull()),
                    choices);
        }
    }

    static Tool of(JsonNode json) {
        List<Setting> settings = new ArrayList<>();
        json.path("settings").forEach(setting -> settings.add(Setting.of(setting)));
        return new Tool(json.path("name").asText(), json.path("label").asText(), json.path("description").asText(),
                Optional.ofNullable(json.get("unavailable")).map(JsonNode::asText), settings, json.path("actions"),
                json.path("presets"));
    }

    /** Calls a second that it gets at most where nobody says otherwise; 0 for as many as there are. */
    public int callsPerSecond() {
        return RATES.getOrDefault(name, 0);
    }
}
