package io.selfsame.bench.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** A webhook's receiver. It knows each message by its ID and each person by the number in their trait. Thread safe. */
public final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AWAY = 503;
    private static final int OK = 200;
    private static final int BACKLOG = 512;

    private final HttpServer server;
    private final String trait;
    private final Map<String, Long> firstSeen = new ConcurrentHashMap<>();
    private final Map<String, Long> firstOf = new ConcurrentHashMap<>();
    private final Map<String, Long> valueOf = new ConcurrentHashMap<>();
    private final LongAdder doubled = new LongAdder();
    private final LongAdder backwards = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean away;

    /** One that looks at the values of a trait. */
    public Receiver(String trait) throws IOException {
        this.trait = trait;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** From now on it takes nothing, or all. */
    void away(boolean isAway) {
        away = isAway;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (away) {
                refused.increment();
                exchange.sendResponseHeaders(AWAY, -1);
                return;
            }
            note(JSON.readTree(body));
            exchange.sendResponseHeaders(OK, -1);
        }
    }

    private void note(JsonNode message) {
        String person = message.path("userId").asText();
        if (firstSeen.putIfAbsent(message.path("messageId").asText(), System.nanoTime()) != null) {
            doubled.increment();
            return;
        }
        firstOf.putIfAbsent(person, System.nanoTime());
        JsonNode value = message.path("traits").path(trait);
        if (value.isNumber()) {
            Long before = valueOf.put(person, value.asLong());
            if (before != null && before > value.asLong()) {
                backwards.increment();
            }
        }
    }

    /** Messages, each counted once. */
    public int messages() {
        return firstSeen.size();
    }

    /** Whether a message about this person has come. */
    public boolean knows(String user) {
        return firstOf.containsKey(user);
    }

    /** When the first message about each person came, by user ID, in nanoseconds of this process. */
    public Map<String, Long> firstSeenOfPeople() {
        return Map.copyOf(firstOf);
    }

    /** The last value that it was told of each person, by user ID. */
    Map<String, Long> values() {
        return Map.copyOf(valueOf);
    }

    long doubled() {
        return doubled.sum();
    }

    /** Values that came after a later one of the same person. */
    long backwards() {
        return backwards.sum();
    }

    long refused() {
        return refused.sum();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
