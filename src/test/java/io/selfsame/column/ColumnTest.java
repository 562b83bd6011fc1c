package io.selfsame.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever is sent, what is kept of it for definitions is bounded, and the same from the body and from the graph. */
class ColumnTest {

    private static Object value(String path, JsonNode properties) {
        ObjectNode body = Json.object();
        body.set("properties", properties);
        Optional<Object> value = EventColumn.of(Operand.Source.PROPERTIES, Path.parse(path)).value(body);
        assertEquals(value, value.map(EventColumn::property).map(EventColumn::ofProperty),
                "as it is read from the graph");
        return value.orElseThrow();
    }

    private static Object text(String text) {
        return value("p", Json.object().put("p", text));
    }

    /** Each step of a path leads to an object that holds all that is behind it. */
    @Test
    void fieldsWithinFieldsAreNoMoreThanABodyMayBe() {
        ObjectNode body = Json.object();
        ObjectNode node = body.putObject("context");
        List<EventColumn> columns = new ArrayList<>();
        String path = "a";
        for (int i = 0; i < 49; i++) {
            columns.add(EventColumn.of(Operand.Source.CONTEXT, Path.parse(path)));
            path += ".a";
            node = node.putObject("a");
        }
        node.put("z", "x".repeat(7_500));
        Map<String, Object> properties = new HashMap<>();
        EventColumn.project(columns, body, properties);
        assertEquals(49, properties.size(), "those that are too long say so");
        assertTrue(properties.values().stream().mapToLong(EventColumn::length).sum() <= 16_000);
        assertTrue(properties.containsValue(EventColumn.TOO_LONG));
    }

    /** What one definition asks about is the same whatever others ask about. */
    @Test
    void textsAreKeptBesideWhateverElse() {
        ObjectNode body = Json.object();
        var list = body.putObject("properties").putArray("list");
        var context = body.putObject("context");
        List<EventColumn> columns = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            list.add("x".repeat(1_000));
        }
        for (int i = 0; i < 20; i++) {
            context.put("t" + i, "x".repeat(1_000));
            columns.add(EventColumn.of(Operand.Source.CONTEXT, Path.parse("t" + i)));
        }
        columns.add(EventColumn.of(Operand.Source.PROPERTIES, Path.parse("list.$")));
        Map<String, Object> properties = new HashMap<>();
        EventColumn.project(columns, body, properties);
        assertEquals(Collections.nCopies(7, "x".repeat(1_000)), properties.remove("properties.list.$"));
        assertEquals(Collections.nCopies(20, "x".repeat(1_000)), List.copyOf(properties.values()));
    }

    @Test
    void ofALongTextItsBeginningCounts() {
        assertEquals("x".repeat(1_000), text("x".repeat(1_000)));
        assertEquals("x".repeat(1_000), text("x".repeat(30_000)));
        assertEquals("x".repeat(999), text("x".repeat(999) + "\uD83D\uDE00".repeat(5)), "half a character is none");
        assertEquals("{" + "x".repeat(999), text("{" + "x".repeat(30_000)), "whatever it looks like");
        ObjectNode page = Json.object().put("type", "page").put("name", "x".repeat(30_000));
        assertEquals(Optional.of("x".repeat(1_000)),
                EventColumn.of(Operand.Source.PROPERTIES, Path.parse("page_name")).value(page));
    }

    @Test
    void ofWhatAnEarlierVersionHasWrittenNoMoreCounts() {
        assertEquals("x".repeat(1_000), EventColumn.ofProperty("x".repeat(30_000)));
        assertEquals(EventColumn.TOO_LONG, EventColumn.ofProperty("[" + "1,".repeat(30_000) + "1]"));
        assertEquals(EventColumn.TOO_LONG, EventColumn.ofProperty(Collections.nCopies(20_000, 1.0)));
    }

    @Test
    void anObjectIsKeptWholeOrNotAtAll() {
        JsonNode small = Json.parse("{\"p\":{\"a\":\"" + "x".repeat(7_000) + "\"}}");
        assertEquals("{\"a\":\"" + "x".repeat(7_000) + "\"}", value("p", small));
        JsonNode large = Json.parse("{\"p\":{\"a\":\"" + "x".repeat(8_000) + "\"}}");
        assertEquals(EventColumn.TOO_LONG, value("p", large));
    }

    @Test
    void soIsAList() {
        ObjectNode properties = Json.object();
        var array = properties.putArray("p");
        for (int i = 0; i < 7; i++) {
            array.add("x".repeat(2_000));
        }
        assertEquals(Collections.nCopies(7, "x".repeat(1_000)), value("p.$", properties));
        array.add("x".repeat(2_000));
        assertEquals(EventColumn.TOO_LONG, value("p.$", properties));
        array.removeAll();
        for (int i = 0; i < 1_000; i++) {
            array.add(i);
        }
        assertEquals(1_000, ((List<?>) value("p.$", properties)).size());
        array.add(1_000);
        assertEquals(EventColumn.TOO_LONG, value("p.$", properties), "numbers take room too");
        array.removeAll().addObject().put("a", "x".repeat(9_000));
        assertEquals(EventColumn.TOO_LONG, value("p.$", properties), "an object in it is no less");
    }
}
