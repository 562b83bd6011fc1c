package io.selfsame.bench.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.selfsame.bench.testing.FakeSelfsame.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Definitions, previews and the refresh job as far as the driver asks for them. */
public final class FakeManagement {
    /** Calls other than GET, in the order they came: method, path behind the space, body. */
    public final List<String> calls = new ArrayList<>();
    private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();
    private Instant refreshed = Instant.EPOCH;
    /** How many there are: previews count all of them or none. */
    public int people = 100;

    synchronized Reply answer(String method, String path, String body) {
        String tail = path.replaceFirst("^/v1/spaces/[^/]+", "");
        if (!method.equals("GET")) {
            calls.add(method + " " + tail + " " + body);
        }
        if (tail.startsWith("/jobs")) {
            return job(method, tail);
        }
        if (tail.contains("/previews")) {
            return preview(method, tail, body);
        }
        return method.equals("POST") ? create(tail, body) : show(tail);
    }

    private Reply job(String method, String tail) {
        if (method.equals("POST") && tail.endsWith("/run")) {
            refreshed = Instant.now();
            return new Reply(202, "", "{\"data\":{}}");
        }
        return new Reply(200, "", "{\"data\":{\"instance\":\"i\",\"jobs\":[{\"name\":\"refresh\",\"lastStartedAt\":\""
                + refreshed + "\",\"lastFinishedAt\":\"" + refreshed.plusMillis(3)
                + "\",\"lastDurationMs\":3,\"lastError\":null,\"lastResult\":\"done\"}]}}");
    }

    /** Its ID is the number of people. */
    private Reply preview(String method, String tail, String body) {
        if (!method.equals("POST")) {
            return new Reply(200, "", "{\"data\":{\"preview\":{\"status\":\"COMPLETED\",\"computeMillis\":7,"
                    + "\"size\":{\"count\":" + tail.replaceFirst(".*/", "") + "}}}}");
        }
        JsonNode asked = parse(body).path("definition").path("query");
        boolean held = definitions.values().stream().filter(one -> one.path("definition").path("query").equals(asked))
                .anyMatch(one -> FakeSelfsame.HELD.contains(one.path("key").asText()));
        return new Reply(201, "", "{\"data\":{\"preview\":{\"id\":\"" + (held ? people : 0)
                + "\",\"status\":\"RUNNING\"}}}");
    }

    private Reply create(String tail, String body) {
        ObjectNode definition = (ObjectNode) parse(body);
        String id = tail + "/" + definition.path("key").asText();
        if (definitions.putIfAbsent(id, definition) != null) {
            return new Reply(409, "", "{\"error\":{\"code\":\"conflict\",\"message\":\"there is one\"}}");
        }
        definition.put("id", definition.path("key").asText()).put("status", "Preparing");
        return shown("definition", definition);
    }

    private Reply show(String tail) {
        ObjectNode definition = definitions.get(tail);
        if (definition == null) {
            List<ObjectNode> all = definitions.entrySet().stream().filter(entry -> entry.getKey().startsWith(tail))
                    .map(Map.Entry::getValue).toList();
            return new Reply(200, "", "{\"data\":{\"definitions\":" + all + ",\"pagination\":{}}}");
        }
        Reply reply = shown("definition", definition);
        definition.put("status", "Live");
        return reply;
    }

    private static Reply shown(String name, JsonNode value) {
        return new Reply(200, "", "{\"data\":{\"" + name + "\":" + value + "}}");
    }

    private static JsonNode parse(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
