package io.selfsame.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.selfsame.testing.Http;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A webhook's receiver that fails at times, by the dice: it says 500 or 429, closes without an answer, answers late or at great
 * length, or takes a message and forgets to say so. It refuses a message once at most, so that all ends. Thread safe.
 */
final class StormReceiver implements AutoCloseable {

    private static final int LARGE = 4_000_000;

    private final HttpServer server;
    private final Random random;
    private final Set<String> failed = new HashSet<>();
    private final Map<String, JsonNode> taken = new LinkedHashMap<>();
    private boolean away;
    private boolean behaves;

    StormReceiver(long seed) {
        random = new Random(seed);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private enum Mood {
        TAKES,
        FAILS,
        ASKS_TO_WAIT,
        CLOSES,
        IS_LATE,
        TALKS,
        FORGETS
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = Http.json(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            switch (mood(message)) {
                case TAKES -> exchange.sendResponseHeaders(200, -1);
                case FAILS -> exchange.sendResponseHeaders(500, -1);
                case ASKS_TO_WAIT -> {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    exchange.sendResponseHeaders(429, -1);
                }
                case CLOSES, FORGETS -> {
                    // Closing the exchange without an answer closes the connection.
                }
                case IS_LATE -> {
                    pauseFor(1_000);
                    exchange.sendResponseHeaders(200, -1);
                }
                case TALKS -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream body = exchange.getResponseBody()) {
                        body.write(new byte[LARGE]);
                    }
                }
            }
        }
    }

    /** What it does with a message; it has noted what it takes. */
    private synchronized Mood mood(JsonNode message) {
        if (away) {
            return Mood.FAILS;
        }
        String id = message.path("messageId").asText();
        Mood mood = behaves ? Mood.TAKES : Mood.values()[Math.max(0, random.nextInt(20) - 13)];
        boolean isRefused = mood == Mood.FAILS || mood == Mood.ASKS_TO_WAIT || mood == Mood.CLOSES;
        if (isRefused && failed.add(id)) {
            return mood;
        }
        taken.putIfAbsent(id, message);
        return isRefused || mood == Mood.FORGETS && !failed.add(id) ? Mood.TAKES : mood;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** From now on it refuses everything, or not. */
    synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** From now on it takes everything at once. */
    synchronized void behave() {
        behaves = true;
    }

    /** Messages that it took, each once by its ID. */
    synchronized int count() {
        return taken.size();
    }

    /** What it was told of a person, each message once by its ID, in the order of their first arrival. */
    synchronized List<String> of(String user) {
        return taken.values().stream().filter(message -> message.path("userId").asText().equals(user))
                .map(StormReceiver::words).toList();
    }

    /** How many people have which value as their last. */
    synchronized Map<String, Integer> values(String trait) {
        Map<String, String> last = new TreeMap<>();
        taken.values().stream().filter(message -> message.path("traits").has(trait))
                .forEach(message -> last.put(message.path("userId").asText(), words(message)));
        Map<String, Integer> counts = new TreeMap<>();
        last.values().forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts;
    }

    private static String words(JsonNode message) {
        String key = message.at("/context/personas/computation_key").asText();
        return message.path("type").asText().equals("track")
                ? message.path("event").asText()
                : key + "=" + message.path("traits").path(key);
    }

    static void pauseFor(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
