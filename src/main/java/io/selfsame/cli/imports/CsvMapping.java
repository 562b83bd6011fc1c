package io.selfsame.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How a CSV row becomes a message. Keys of {@code columns}, {@code templates}, {@code constants} and {@code as} are paths
 * in the message ({@code traits.email}); {@code context.externalIds.<type>} adds an external ID of that type.
 *
 * @param type where the message type comes from
 * @param columns path to column name; an empty cell leaves the path out
 * @param templates path to text with {@code {column}} and {@code {#}} (the line number) in it
 * @param constants path to any JSON value
 * @param as path to {@code number}, {@code number,comma}, {@code boolean} or {@code json}; the others are text
 */
record CsvMapping(Type type, Map<String, String> columns, Map<String, String> templates,
        Map<String, JsonNode> constants, Map<String, CellType> as) {

    /** The type of every row, or by the value of a column. */
    record Type(Optional<String> column, Map<String, String> values, String otherwise) {}

    /** How the text of a cell is read. */
    enum CellType {
        TEXT,
        NUMBER,
        /** A number with a comma for the decimal point. */
        COMMA_NUMBER,
        BOOLEAN,
        JSON
    }

    static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");

    private static final List<String> TYPES = List.of("identify", "track", "page", "screen", "group", "alias");
    private static final List<String> FIELDS = List.of("userId", "anonymousId", "messageId", "timestamp",
            "originalTimestamp", "event", "name", "category", "groupId", "previousId", "traits", "properties",
            "context",
            "integrations", "cross_domain_id");
    private static final List<String> KEYS = List.of("type", "columns", "templates", "constants", "as");

    /** @throws CliException naming what is wrong with the file */
    static CsvMapping read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new CliException("The mapping file " + file + " cannot be read.");
        }
        return parse(text);
    }

    static CsvMapping parse(String text) {
        JsonNode json;
        try {
            json = CliJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CliException("The mapping is not JSON: " + CliJson.reason(e));
        }
        TreeSet<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        KEYS.forEach(unknown::remove);
        if (!json.isObject() || !unknown.isEmpty()) {
            throw new CliException("The mapping must be an object with the keys " + KEYS + "; unknown: " + unknown);
        }
        Map<String, JsonNode> constants = new LinkedHashMap<>();
        json.path("constants").properties().forEach(e -> constants.put(e.getKey(), e.getValue()));
        Map<String, CellType> as = new LinkedHashMap<>();
        texts(json, "as").forEach((path, name) -> as.put(path, as(path, name)));
        return new CsvMapping(type(json.path("type")), texts(json, "columns"), texts(json, "templates"), constants, as);
    }

    /** What it names that no message has, or that nobody will see: each a sentence. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Set<String> types = new TreeSet<>(type.values().values());
        types.add(type.otherwise());
        boolean setsTraits = types.contains("identify") || types.contains("group");
        for (String path : paths()) {
            String first = path.replaceFirst("\\..*", "");
            if (!FIELDS.contains(first)) {
                warnings.add("The mapping writes " + path + ", and " + first
                        + " is no field of a message, so nobody will see it."
                        + " There are " + String.join(", ", FIELDS) + ".");
            } else if (path.startsWith("traits.") && !path.equals("traits.email") && !setsTraits) {
                warnings.add("The mapping writes " + path + " into events of type " + String.join(", ", types)
                        + ", and only identify and group set traits. Choose type identify, or write properties."
                        + path.substring("traits.".length()) + ".");
            }
        }
        return warnings;
    }

    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>(columns.keySet());
        paths.addAll(templates.keySet());
        paths.addAll(constants.keySet());
        return paths;
    }

    /** All columns that it names. */
    Set<String> columnNames() {
        Set<String> names = new LinkedHashSet<>(columns.values());
        type.column().ifPresent(names::add);
        templates.values().forEach(template -> PLACEHOLDER.matcher(template).results().map(found -> found.group(1))
                .filter(name -> !name.equals("#")).forEach(names::add));
        return names;
    }

    private static Type type(JsonNode node) {
        Type type = node.isObject()
                ? new Type(Optional.of(node.path("column").asText()), texts(node, "values"),
                        node.path("otherwise").asText("track"))
                : new Type(Optional.empty(), Map.of(), node.asText("track"));
        for (String name : type.values().values()) {
            checkType(name);
        }
        checkType(type.otherwise());
        return type;
    }

    private static void checkType(String name) {
        if (!TYPES.contains(name)) {
            throw new CliException("The mapping has the type '" + name + "'; it must be one of " + TYPES + ".");
        }
    }

    private static CellType as(String path, String name) {
        return switch (name) {
            case "text" -> CellType.TEXT;
            case "number" -> CellType.NUMBER;
            case "number,comma" -> CellType.COMMA_NUMBER;
            case "boolean" -> CellType.BOOLEAN;
            case "json" -> CellType.JSON;
            default -> throw new CliException(
                    "The mapping reads " + path + " as '" + name
                            + "'; it must be text, number, boolean or json, or number,comma for 1.299,00.");
        };
    }

    private static Map<String, String> texts(JsonNode json, String key) {
        Map<String, String> map = new LinkedHashMap<>();
        json.path(key).properties().forEach(e -> {
            if (!e.getValue().isTextual()) {
                throw new CliException("In the mapping, " + key + "." + e.getKey() + " must be a text.");
            }
            map.put(e.getKey(), e.getValue().asText());
        });
        return map;
    }
}
