package io.selfsame.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import io.selfsame.json.TimeText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/** A mapping bound to the header of one file: rows in, messages out. Immutable. */
final class CsvMessages {
    private static final String EXTERNAL_IDS = "context.externalIds.";
    private static final Set<String> TIMES = Set.of("timestamp", "originalTimestamp");

    private final CsvMapping mapping;
    private final Map<String, Integer> positions = new HashMap<>();
    private final MessageIds ids;

    /** A cell does not hold what the mapping says. */
    static final class BadCell extends Exception {
        final String code;

        BadCell(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    /** @throws CliException if the mapping names a column that the header does not have, or has more than once */
    CsvMessages(CsvMapping mapping, List<String> header, MessageIds ids) {
        this.mapping = mapping;
        this.ids = ids;
        Set<String> doubled = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).strip();
            if (positions.putIfAbsent(name, i) != null) {
                doubled.add(name);
            }
        }
        for (String column : mapping.columnNames()) {
            position(column);
            if (doubled.contains(column)) {
                throw new CliException("The file has the column '" + column + "' more than once, and the mapping names"
                        + " it. Rename the others.");
            }
        }
    }

    private int position(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            throw new CliException("The mapping names the column '" + column + "', the file has " + positions.keySet());
        }
        return position;
    }

    String message(String[] row, long line) throws BadCell {
        ObjectNode message = CliJson.MAPPER.createObjectNode();
        message.put("type", type(row));
        mapping.constants().forEach((path, value) -> put(message, path, value));
        for (Map.Entry<String, String> template : mapping.templates().entrySet()) {
            set(message, template.getKey(), fill(template.getValue(), row, line));
        }
        for (Map.Entry<String, String> column : mapping.columns().entrySet()) {
            set(message, column.getKey(), row[position(column.getValue())]);
        }
        if (!message.hasNonNull("messageId")) {
            message.put("messageId", ids.of(line, String.join("\u0000", row)));
        }
        return CliJson.write(message);
    }

    private String type(String[] row) {
        CsvMapping.Type type = mapping.type();
        return type.column().map(column -> type.values().get(row[position(column)])).orElse(type.otherwise());
    }

    private String fill(String template, String[] row, long line) {
        return CsvMapping.PLACEHOLDER.matcher(template).replaceAll(found -> Matcher.quoteReplacement(
                found.group(1).equals("#") ? Long.toString(line) : row[position(found.group(1))]));
    }

    private void set(ObjectNode message, String path, String cell) throws BadCell {
        if (!cell.isEmpty()) {
            put(message, path, value(path, cell));
        }
    }

    private JsonNode value(String path, String cell) throws BadCell {
        if (TIMES.contains(path)) {
            // What is no time goes on as it is: the service notes it.
            return TextNode.valueOf(TimeText.read(cell).map(Instant::toString).orElse(cell));
        }
        try {
            return switch (mapping.as().getOrDefault(path, CsvMapping.CellType.TEXT)) {
                case TEXT -> TextNode.valueOf(cell);
                case NUMBER -> DecimalNode.valueOf(new BigDecimal(cell.strip()));
                case BOOLEAN -> bool(cell.strip());
                case JSON -> CliJson.MAPPER.readTree(cell);
            };
        } catch (NumberFormatException e) {
            throw new BadCell("not_a_number", path + " must be a number, it is: " + cell);
        } catch (JsonProcessingException e) {
            throw new BadCell("not_json", path + " must be JSON, it is: " + cell);
        }
    }

    private static JsonNode bool(String cell) throws BadCell {
        return switch (cell) {
            case "true", "TRUE", "True", "t", "1" -> BooleanNode.TRUE;
            case "false", "FALSE", "False", "f", "0" -> BooleanNode.FALSE;
            default -> throw new BadCell("not_a_boolean", "A cell must be true or false, it is: " + cell);
        };
    }

    private static void put(ObjectNode message, String path, JsonNode value) {
        if (path.startsWith(EXTERNAL_IDS)) {
            ObjectNode context = inside(message, "context", path);
            context.withArrayProperty("externalIds").addObject().put("id", value.asText())
                    .put("type", path.substring(EXTERNAL_IDS.length())).put("collection", "users")
                    .put("encoding", "none");
            return;
        }
        String[] keys = path.split("\\.", -1);
        ObjectNode at = message;
        for (int i = 0; i < keys.length - 1; i++) {
            at = inside(at, keys[i], path);
        }
        at.set(keys[keys.length - 1], value);
    }

    private static ObjectNode inside(ObjectNode at, String key, String path) {
        if (at.has(key) && !at.get(key).isObject()) {
            throw new CliException("The mapping writes " + path + " into something that is no object.");
        }
        return at.withObjectProperty(key);
    }
}
