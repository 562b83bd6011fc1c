package io.selfsame.bench.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Answers like the server and forgets: enough to try the driver. Takes the tokens {@code admin}, {@code wk} and {@code at}. */
public final class FakeSelfsame implements AutoCloseable {
    /** A request as it came. */
    public record Seen(String path, String body) {}

    /** Status, Retry-After if not empty, and body. */
    public record Reply(int status, String retryAfter, String body) {}

    /** Keys of which everybody has a value; nobody has one of any other. */
    static final Set<String> HELD = Set.of("cart_abandoned", "revenue_90_days", "products_added_14_days");

    private static final Pattern IDENTIFIER = Pattern.compile("\"(user|anonymous)_id:[^\"]+\"");
    private static final Pattern EVENT = Pattern.compile("\"messageId\"");

    /** Requests of the load, in the order they came. */
    public final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    /** Says what a tracking call is answered, by its number from 0; none for the usual answer. */
    private final IntFunction<List<Reply>> surprises;
    /** What management calls with a Bearer token find. */
    public final FakeManagement management = new FakeManagement();
    private final AtomicInteger tracked = new AtomicInteger();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public FakeSelfsame(IntFunction<List<Reply>> surprises) throws IOException {
        this.surprises = surprises;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            InputStream plain = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                    ? new GZIPInputStream(exchange.getRequestBody())
                    : exchange.getRequestBody();
            String body = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getRawPath();
            Reply reply = path.equals("/v1/spaces") ? create(exchange) : answer(exchange, path, body);
            byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
            if (!reply.retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", reply.retryAfter);
            }
            exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Reply create(HttpExchange exchange) {
        return "Bearer admin".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                ? new Reply(201, "", "{\"data\":{\"space\":{\"id\":\"b\",\"writeKey\":\"wk\",\"accessToken\":\"at\"}}}")
                : new Reply(401, "", "{\"error\":{\"code\":\"unauthorized\",\"message\":\"no\"}}");
    }

    private Reply answer(HttpExchange exchange, String path, String body) {
        if ("Bearer admin".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return management.answer(exchange.getRequestMethod(), path, body);
        }
        seen.add(new Seen(path, body));
        boolean lookup = path.endsWith("/lookup");
        boolean read = lookup || exchange.getRequestMethod().equals("GET");
        String expected = read ? "Basic YXQ6" : "Basic d2s6";
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Reply(401, "", "{\"error\":{\"code\":\"unauthorized\",\"message\":\"no\"}}");
        }
        if (read) {
            return new Reply(200, "", lookup
                    ? lookup(body)
                    : "{\"traits\":{\"email\":\"p@example.com\",\"cart_abandoned\":true}}");
        }
        List<Reply> surprise = surprises.apply(tracked.getAndIncrement());
        if (!surprise.isEmpty()) {
            return surprise.getFirst();
        }
        return path.equals("/v1/batch")
                ? new Reply(200, "", "{\"success\":true,\"accepted\":" + EVENT.matcher(body).results().count()
                        + ",\"rejected\":[]}")
                : new Reply(200, "", "{\"success\":true}");
    }

    /** Everybody is a person of their own, and all have the same values. */
    private static String lookup(String body) {
        return "{\"data\":[" + IDENTIFIER.matcher(body).results().map(MatchResult::group)
                .map(id -> "{\"id\":" + id + ",\"found\":true,\"segment_id\":" + id
                        + ",\"traits\":{\"cart_abandoned\":true,\"lapsing\":false,\"revenue_90_days\":12.50,"
                        + "\"products_added_14_days\":[\"a\",\"b\"]}}")
                .collect(Collectors.joining(",")) + "]}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Serves until killed, to try the driver by hand: prints its URL. */
    public static void main(String[] args) throws IOException {
        @SuppressWarnings("resource") // for the life of the process
        FakeSelfsame fake = new FakeSelfsame(number -> List.of());
        System.out.println(fake.url());
        Executors.newSingleThreadScheduledExecutor().scheduleWithFixedDelay(fake.seen::clear, 1, 1,
                TimeUnit.SECONDS);
    }
}
