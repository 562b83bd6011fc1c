package io.selfsame.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.selfsame.cli.demo.DemoCatalog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * A service as a client sees it: takes batches, applies a message ID once, rejects IDs of bots, and misbehaves as told.
 */
public final class FakeService implements AutoCloseable {
    /** What happens to the next request. */
    public enum Fate {
        OK,
        LOST_BEFORE,
        LOST_AFTER,
        BUSY,
        AWAY,
        WRONG_KEY,
        MOVED,
        PAGE,
        BAD_REQUEST_PAGE,
        TEAPOT
    }

    static final Set<String> JUNK = Set.copyOf(DemoCatalog.JUNK_IDS);

    public final Map<String, JsonNode> applied = new LinkedHashMap<>();
    public final Queue<Fate> fates = new ArrayDeque<>();
    public int requests;
    int largestBatch;
    public int largestBody;
    public int repeated;
    public int checked;
    /** As earlier versions do not. */
    public boolean tellsRepeated = true;
    public int failFrom = Integer.MAX_VALUE;
    public boolean spaceExists;
    public boolean moved;
    private final HttpServer server;

    public FakeService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/batch", this::batch);
        server.createContext("/v1/batch/check", this::check);
        server.createContext("/v1/spaces", this::space);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void space(HttpExchange exchange) throws IOException {
        JsonNode body = CliJson.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        if (moved) {
            exchange.getResponseHeaders().set("Location", "https://id.example" + exchange.getRequestURI());
            answer(exchange, 308, "");
        } else if (!"Bearer t0p".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"who?\"}}");
        } else if (spaceExists) {
            answer(exchange, 409, "{\"error\":{\"code\":\"conflict\",\"message\":\"there\"}}");
        } else {
            answer(exchange, 201, "{\"data\":{\"space\":{\"id\":\"" + body.path("id").asText()
                    + "\",\"writeKey\":\"wk\",\"accessToken\":\"at\"}}}");
        }
    }

    private synchronized void check(HttpExchange exchange) throws IOException {
        JsonNode batch = CliJson.MAPPER.readTree(exchange.getRequestBody().readAllBytes()).path("batch");
        checked += batch.size();
        ObjectNode result = CliJson.MAPPER.createObjectNode().put("success", true);
        ArrayNode rejected = result.putArray("rejected");
        ArrayNode noted = result.putArray("noted");
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).path("userId").asText().isEmpty()) {
                rejected.addObject().put("index", i).put("code", "no_identifiers").put("message", "no ID is left");
            } else {
                note(noted, batch.get(i), i);
            }
        }
        answer(exchange, 200, CliJson.write(result));
    }

    private static void note(ArrayNode noted, JsonNode message, int index) {
        if (message.path("timestamp").asText().equals("yesterday")) {
            noted.addObject().put("code", "invalid_timestamp").put("count", 1).put("index", index)
                    .put("field", "timestamp").put("value", "yesterday");
        }
    }

    private synchronized void batch(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        requests++;
        Fate fate = requests >= failFrom ? Fate.LOST_BEFORE : fates.isEmpty() ? Fate.OK : fates.remove();
        if (!ServiceClient.basic("wk").equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            fate = Fate.WRONG_KEY;
        }
        switch (fate) {
            case OK -> apply(exchange, bytes, true);
            case LOST_BEFORE -> exchange.close();
            case LOST_AFTER -> apply(exchange, bytes, false);
            case BUSY -> {
                exchange.getResponseHeaders().set("Retry-After", "7");
                answer(exchange, 429, "{\"error\":{\"code\":\"busy\",\"message\":\"later\"}}");
            }
            case AWAY -> answer(exchange, 503, "");
            case MOVED -> {
                exchange.getResponseHeaders().set("Location", "https://id.example/v1/batch");
                answer(exchange, 301, "<html>Moved</html>");
            }
            case PAGE -> answer(exchange, 200, "<html>Log in</html>");
            case BAD_REQUEST_PAGE ->
                answer(exchange, 400, "<html>The plain HTTP request was sent to HTTPS port</html>");
            case TEAPOT -> answer(exchange, 418, "");
            case WRONG_KEY ->
                answer(exchange, 401, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"no such key\"}}");
        }
    }

    private void apply(HttpExchange exchange, byte[] bytes, boolean tell) throws IOException {
        JsonNode batch = CliJson.MAPPER.readTree(bytes).path("batch");
        largestBatch = Math.max(largestBatch, batch.size());
        largestBody = Math.max(largestBody, bytes.length);
        for (JsonNode message : batch) {
            if (message.path("event").asText().equals("spoils the batch")) {
                answer(exchange, 400, "{\"error\":{\"code\":\"too_deep\",\"message\":\"too deep\"}}");
                return;
            }
        }
        ObjectNode result = CliJson.MAPPER.createObjectNode().put("success", true);
        ArrayNode rejected = result.putArray("rejected");
        ArrayNode noted = result.putArray("noted");
        int before = repeated;
        for (int i = 0; i < batch.size(); i++) {
            JsonNode message = batch.get(i);
            if (JUNK.contains(message.path("anonymousId").asText()) && !message.has("userId")) {
                rejected.addObject().put("index", i).put("messageId", message.path("messageId").asText())
                        .put("code", "no_identifiers").put("message", "no ID is left");
            } else if (applied.putIfAbsent(message.path("messageId").asText(), message) != null) {
                repeated++;
            }
            note(noted, message, i);
        }
        result.put("accepted", batch.size() - rejected.size());
        if (tellsRepeated && repeated > before) {
            result.put("repeated", repeated - before);
        }
        if (tell) {
            answer(exchange, 200, CliJson.write(result));
        } else {
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
