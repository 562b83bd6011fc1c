package io.selfsame.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliJson;
import io.selfsame.cli.HumanText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parts of events that the service leaves out, by the reason: how many, and where the first is. Not thread-safe. */
final class NotedParts {

    private static final String TIMES = "invalid_timestamp";

    private final Map<String, FirstNote> byCode = new LinkedHashMap<>();

    private record FirstNote(long count, long line, String field, String value) {

        FirstNote and(FirstNote later) {
            return new FirstNote(count + later.count, line, field, value);
        }
    }

    /** @param line of the first of them in the source */
    void add(BatchSender.NotedPart part, long line) {
        add(part.code(), new FirstNote(part.count(), line, part.field(), part.value()));
    }

    private void add(String code, FirstNote note) {
        byCode.merge(code, note, FirstNote::and);
    }

    void print(PrintWriter out) {
        byCode.forEach((code, first) -> out.println("  noted: " + code + " " + HumanText.number(first.count())
                + ", first in line " + first.line() + ": " + first.field() + " " + first.value()));
        FirstNote times = byCode.get(TIMES);
        if (times != null) {
            out.println("  " + HumanText.number(times.count())
                    + (times.count() == 1 ? " time" : " times")
                    + " could not be read; without another, an event has the time at which it arrives.");
        }
    }

    JsonNode toJson() {
        ObjectNode json = CliJson.MAPPER.createObjectNode();
        byCode.forEach((code, first) -> json.putObject(code).put("count", first.count()).put("line", first.line())
                .put("field", first.field()).put("value", first.value()));
        return json;
    }

    static NotedParts of(JsonNode json) {
        var noted = new NotedParts();
        json.properties().forEach(each -> noted.add(each.getKey(),
                new FirstNote(each.getValue().path("count").asLong(), each.getValue().path("line").asLong(),
                        each.getValue().path("field").asText(), each.getValue().path("value").asText())));
        return noted;
    }
}
