package io.selfsame.destination.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.selfsame.testing.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** Whom destinations send to in tests: it keeps every message that it took, by message ID, and says what the test wants. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<JsonNode> taken = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private volatile ToIntFunction<JsonNode> answer = message -> 200;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            JsonNode message = Http.json(body);
            int status = answer.applyAsInt(message);
            synchronized (this) {
                requests.add(message.path("messageId").asText());
                if (status == 200) {
                    (message.isArray() ? message : List.of(message)).forEach(taken::add);
                }
            }
            byte[] said = ("answer " + status).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, said.length);
            exchange.getResponseBody().write(said);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** From now on it says this to a message. */
    void answers(ToIntFunction<JsonNode> status) {
        answer = status;
    }

    /** Messages by what they say, each once by its message ID, in the order of their first arrival. */
    synchronized List<String> taken() {
        Map<String, String> once = new LinkedHashMap<>();
        taken.forEach(message -> once.putIfAbsent(message.path("messageId").asText(), words(message)));
        return List.copyOf(once.values());
    }

    /** Messages whole, each once by its message ID, in the order of their first arrival. */
    synchronized List<JsonNode> messages() {
        Map<String, JsonNode> once = new LinkedHashMap<>();
        taken.forEach(message -> once.putIfAbsent(message.path("messageId").asText(), message));
        return List.copyOf(once.values());
    }

    /** Message IDs of all requests, with those that were not taken. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private static String words(JsonNode message) {
        boolean track = message.path("type").asText().equals("track");
        String key = message.at("/context/personas/computation_key").asText();
        return message.path("userId").asText() + " " + (track
                ? message.path("event").asText()
                : key + "=" + message.path("traits").path(key));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
