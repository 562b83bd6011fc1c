package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.config.SettingsReader.ReadSettings;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the settings of a tool of the catalogue. */
interface ToolForms {

    /** Beside the settings of the tool itself. */
    String SUBSCRIPTIONS = "subscriptions";

    /** What stands before the name of a tool's setting among the secrets of a destination. */
    String SECRET = "tool.";

    /** Takes what is stored as it is: the catalogue may be away, or have become another. */
    ToolForms STORED = (tool, body, stored) -> {
        Map<String, SecretInput> secrets = new LinkedHashMap<>();
        stored.forEach(name -> secrets.put(name, new SecretInput.Kept()));
        JsonNode settings = body.object().path(DestinationDraft.SETTINGS);
        return new ReadSettings(settings instanceof ObjectNode plain ? plain.deepCopy() : Json.object(),
                Map.copyOf(secrets));
    };

    /**
     * Reads them; what is wrong is among the problems of the body then.
     *
     * @param tool such as {@code mixpanel}
     * @param body with {@code settings}
     * @param stored the names of the secrets that are stored
     * @throws io.selfsame.error.Conflict if there is no catalogue to ask
     */
    ReadSettings read(String tool, FormFields body, Set<String> stored);

    /** What is sent by. */
    static DestinationSettings.Catalogue opened(String tool, JsonNode plain, Map<String, String> secrets,
            int callsPerSecond) {
        Map<String, JsonNode> values = new HashMap<>();
        plain.properties().forEach(each -> values.put(each.getKey(), each.getValue()));
        Optional<JsonNode> subscriptions = Optional.ofNullable(values.remove(SUBSCRIPTIONS));
        values.remove(DestinationKind.RATE);
        secrets.forEach((name, text) -> values.put(name.substring(SECRET.length()), TextNode.valueOf(text)));
        return new DestinationSettings.Catalogue(tool, values, subscriptions, callsPerSecond);
    }

    /**
     * Many a setting says where a tool is, and so can a subscription. Secrets go to nobody whom they were not given for, so whoever changes
     * a text there must give them anew.
     *
     * @throws Invalid if that is not so
     */
    static void requireSecretsAnew(JsonNode before, DestinationDraft after) {
        Set<String> names = new TreeSet<>();
        before.properties().forEach(each -> names.add(each.getKey()));
        after.settings().plain().properties().forEach(each -> names.add(each.getKey()));
        List<String> leads = names.stream()
                .filter(name -> !before.path(name).equals(after.settings().plain().path(name)))
                .filter(name -> isLeading(before.path(name)) || isLeading(after.settings().plain().path(name)))
                .toList();
        List<String> kept = after.settings().secrets().entrySet().stream()
                .filter(each -> each.getValue() instanceof SecretInput.Kept)
                .map(each -> each.getKey().replaceFirst("^tool\\.", ""))
                .sorted().toList();
        if (!leads.isEmpty() && !kept.isEmpty()) {
            throw new Invalid("A change of " + String.join(", ", leads)
                    + " could lead to another server: give these secrets anew,"
                    + " or set them to null: " + String.join(", ", kept));
        }
    }

    private static boolean isLeading(JsonNode value) {
        return value.isTextual() || value.isContainerNode();
    }
}
