package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.cli.CliJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a destination or a source from a document of a file. The service checks its values; here only its form counts. */
final class DestinationDocument {

    private static final String ENV = "env";

    private final Managed managed;
    private final Map<String, String> environment;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private DestinationDocument(Managed managed, Map<String, String> environment) {
        this.managed = managed;
        this.environment = environment;
    }

    /**
     * Reads one.
     *
     * @param managed what it is
     * @param environment where secrets are
     * @param problems of all files, each with its place; what is wrong is added
     * @return empty if something is wrong
     */
    static Optional<FileDestination> read(Managed managed, JsonNode document, String place,
            Map<String, String> environment,
            List<String> problems) {
        var reading = new DestinationDocument(managed, environment);
        FileDestination read = reading.read(document, place);
        reading.problems.forEach(problem -> problems.add(place + ": " + problem));
        return reading.problems.isEmpty() ? Optional.of(read) : Optional.empty();
    }

    private FileDestination read(JsonNode document, String place) {
        document.fieldNames().forEachRemaining(field -> {
            if (!List.of("kind", "name", "type").contains(field) && !managed.optional().contains(field)) {
                problems.add(
                        "unknown field '" + field + "'; there are " + managed.fields());
            }
        });
        String name = text(document, "name");
        String type = text(document, "type");
        ObjectNode body = CliJson.MAPPER.createObjectNode().put("name", name).put("kind", type);
        document.properties().forEach(each -> {
            if (managed.optional().contains(each.getKey()) && !each.getValue().isNull()) {
                body.set(each.getKey(), each.getKey().equals("settings")
                        ? resolved("settings", each.getValue())
                        : each.getValue());
            }
        });
        return new FileDestination(managed, name, type, body, Map.copyOf(variables), place);
    }

    private String text(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            problems.add(field + (value.isMissingNode() || value.isNull() ? " is missing" : " is no text, or empty"));
            return "";
        }
        return value.textValue().strip();
    }

    /** With the values of variables in place of their names. */
    private JsonNode resolved(String path, JsonNode value) {
        if (!value.isObject()) {
            return value;
        }
        if (value.size() == 1 && value.has(ENV) && !path.endsWith(".headers")) {
            return variable(path, value.path(ENV).asText());
        }
        ObjectNode resolved = CliJson.MAPPER.createObjectNode();
        value.properties()
                .forEach(each -> resolved.set(each.getKey(), resolved(path + "." + each.getKey(), each.getValue())));
        return resolved;
    }

    private JsonNode variable(String path, String name) {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            problems.add(path + ": the environment variable " + name + " is not set");
        }
        variables.put(path, name);
        return TextNode.valueOf(value);
    }
}
