package io.selfsame.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import io.selfsame.json.NumberText;
import io.selfsame.json.TimeText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mapping bound to the header of one file: rows in, messages out. Immutable. */
final class CsvMessages {
    private static final String EXTERNAL_IDS = "context.externalIds.";
    private static final Pattern NUMBER = Pattern.compile(NumberText.FORM);
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
            set(message, template.getKey(), fill(template.getValue(), row, line), "a template");
        }
        for (Map.Entry<String, String> column : mapping.columns().entrySet()) {
            set(message, column.getKey(), row[position(column.getValue())], "column '" + column.getValue() + "'");
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

    /** @param source of the cell, for people */
    private void set(ObjectNode message, String path, String cell, String source) throws BadCell {
        if (!cell.isEmpty()) {
            put(message, path, value(path, cell, source));
        }
    }

    private JsonNode value(String path, String cell, String source) throws BadCell {
        if (TIMES.contains(path)) {
            // What is no time goes on as it is: the service notes it.
            return TextNode.valueOf(TimeText.read(cell).map(Instant::toString).orElse(cell));
        }
        try {
            return switch (mapping.as().getOrDefault(path, CsvMapping.CellType.TEXT)) {
                case TEXT -> TextNode.valueOf(cell);
                case NUMBER -> number(cell.strip()).orElseThrow(() -> new BadCell("not_a_number",
                        "From " + source + ", "
                                + path + " must be a number like 1299.00 or 1,299.00, it is: " + cell
                                + (number(swapped(cell)).isPresent()
                                        ? ". If commas stand for the decimal point, read it as \"number,comma\""
                                        : "")));
                case COMMA_NUMBER ->
                    number(swapped(cell)).orElseThrow(() -> new BadCell("not_a_number", "From " + source
                            + ", " + path + " must be a number like 1299,00 or 1.299,00, it is: " + cell));
                case BOOLEAN -> bool(cell).orElseThrow(() -> new BadCell("not_a_boolean", "From " + source + ", " + path
                        + " must be true or false, yes or no, or 1 or 0, it is: " + cell));
                case JSON -> CliJson.MAPPER.readTree(cell);
            };
        } catch (JsonProcessingException e) {
            throw new BadCell("not_json", "From " + source + ", " + path + " must be JSON, it is: " + cell);
        }
    }

    /** As queries take texts for numbers. */
    private static Optional<JsonNode> number(String cell) {
        return cell.length() <= NumberText.LONGEST && NUMBER.matcher(cell).matches()
                ? Optional.of(DecimalNode.valueOf(new BigDecimal(cell.replace(",", ""))))
                : Optional.empty();
    }

    /** With point and comma exchanged. */
    private static String swapped(String cell) {
        return cell.strip().replace('.', ' ').replace(',', '.').replace(' ', ',');
    }

    private static Optional<JsonNode> bool(String cell) {
        return switch (cell.strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "1" -> Optional.of(BooleanNode.TRUE);
            case "false", "f", "no", "n", "0" -> Optional.of(BooleanNode.FALSE);
            default -> Optional.empty();
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
