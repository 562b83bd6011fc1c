package io.selfsame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.testing.Http;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON as the examples of http.md have it: {@code …} stands for any value, for any part of a text, and for other rows of a list. */
final class ExampleJson {

    static final String ANY = "…";

    /** What IDs of the service look like, up to what is random. */
    static final Pattern ID = Pattern.compile("((?:[a-z]{3}_)+)[0-9A-Za-z]{16,}");

    private static final Pattern TOKEN = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|…");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:.*Z");
    private static final Set<String> DIFFERENT = Set.of("next", "previous", "current", "writeKey", "accessToken",
            "secret",
            "lastDurationMs", "lastResult", "lagSeconds", "cypher", "browser", "computeMillis", "apiKey");
    private static final int WIDTH = 130;

    private ExampleJson() {}

    static JsonNode read(String text) {
        return Http.json(TOKEN.matcher(text).replaceAll(found -> found.group().equals(ANY)
                ? "\"" + ANY + "\""
                : java.util.regex.Matcher.quoteReplacement(found.group())));
    }

    static boolean matches(JsonNode expected, JsonNode actual) {
        if (expected.isTextual()) {
            String text = expected.textValue();
            return text.equals(ANY) || (actual.isTextual() && (text.contains(ANY)
                    ? pattern(text).matcher(actual.textValue()).matches()
                    : text.equals(actual.textValue())));
        }
        if (expected.isArray()) {
            return actual.isArray() && rows(expected, actual);
        }
        if (expected.isObject()) {
            return actual.isObject() && expected.size() == actual.size() && expected.properties().stream()
                    .allMatch(field -> actual.has(field.getKey())
                            && matches(field.getValue(), actual.get(field.getKey())));
        }
        return expected.equals(actual);
    }

    private static boolean rows(JsonNode expected, JsonNode actual) {
        boolean others = StreamSupport.stream(expected.spliterator(), false).anyMatch(ExampleJson::isAny);
        if (others) {
            return StreamSupport.stream(expected.spliterator(), false).filter(row -> !isAny(row))
                    .allMatch(row -> StreamSupport.stream(actual.spliterator(), false)
                            .anyMatch(there -> matches(row, there)));
        }
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!matches(expected.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAny(JsonNode node) {
        return node.isTextual() && node.textValue().equals(ANY);
    }

    static Pattern pattern(String text) {
        return Pattern.compile(Arrays.stream(text.split(ANY, -1)).map(Pattern::quote)
                .collect(Collectors.joining(".*?")), Pattern.DOTALL);
    }

    /** An answer as an example has it: what is another one each time is left out. */
    static String write(JsonNode answer) {
        return text(masked(answer, ""), 0).replace("\"" + ANY + "\"", ANY);
    }

    private static JsonNode masked(JsonNode node, String field) {
        if (DIFFERENT.contains(field) && !node.isNull() && !node.asText().isEmpty()) {
            return TextNode.valueOf(ANY);
        }
        if (node.isTextual()) {
            String text = node.textValue();
            return TextNode.valueOf(TIME.matcher(text).matches() ? ANY : ID.matcher(text).replaceAll("$1" + ANY));
        }
        if (node.isArray()) {
            ArrayNode rows = Http.JSON.createArrayNode();
            node.forEach(row -> rows.add(masked(row, "")));
            return rows;
        }
        if (node.isObject()) {
            ObjectNode fields = Http.JSON.createObjectNode();
            node.properties().forEach(each -> fields.set(each.getKey(), masked(each.getValue(), each.getKey())));
            return fields;
        }
        return node;
    }

    /** As many members in a line as fit. */
    private static String text(JsonNode node, int indent) {
        if (!node.isContainerNode()) {
            return node.toString();
        }
        List<String> members = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(each -> {
                String name = TextNode.valueOf(each.getKey()) + ": ";
                members.add(name + text(each.getValue(), indent + 1 + name.length()));
            });
        } else {
            node.forEach(each -> members.add(text(each, indent + 1)));
        }
        var all = new StringBuilder(node.isObject() ? "{" : "[");
        int column = indent + 1;
        for (int i = 0; i < members.size(); i++) {
            String member = members.get(i) + (i < members.size() - 1 ? "," : "");
            boolean breaks = member.contains("\n") || column + 1 + member.length() > WIDTH;
            if (i > 0) {
                all.append(breaks ? "\n" + " ".repeat(indent + 1) : " ");
                column = breaks ? indent + 1 : column + 1;
            }
            all.append(member);
            column = member.contains("\n") ? WIDTH : column + member.length();
        }
        return all.append(node.isObject() ? "}" : "]").toString();
    }
}
