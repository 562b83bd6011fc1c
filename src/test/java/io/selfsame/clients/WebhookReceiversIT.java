package io.selfsame.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.send.AddressGuard;
import io.selfsame.destination.send.HttpTransport;
import io.selfsame.destination.send.Reply;
import io.selfsame.destination.send.Request;
import io.selfsame.destination.send.Requests;
import io.selfsame.json.Json;
import io.selfsame.network.Networks;
import io.selfsame.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers, written with the libraries of Standard Webhooks as their users have them, believe what is ours, and nothing else. */
class WebhookReceiversIT {

    private static final String SECRET = secret('a');
    private static final String NEWER = secret('b');
    private static final String OTHERS = secret('c');

    /** Requests of {@link #tellAll}. */
    private static final int REQUESTS = 7;

    private final HttpTransport transport = HttpTransport.open(new AddressGuard(Networks.parse("127.0.0.1")));

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void aReceiverInJava() throws Exception {
        var webhook = new Webhook(SECRET);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> receive(exchange, webhook));
        server.start();
        try {
            tellAll(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static void receive(HttpExchange exchange, Webhook webhook) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, List<String>> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(each -> each.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
            byte[] answer = body;
            int status = 200;
            try {
                webhook.verify(new String(body, UTF_8), headers);
            } catch (WebhookVerificationException e) {
                status = 401;
                answer = String.valueOf(e.getMessage()).getBytes(UTF_8);
            }
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Test
    void aReceiverInNode() throws Exception {
        NodeScripts.requireNode();
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var running = CompletableFuture.supplyAsync(() -> NodeScripts.run("standard-webhooks.mjs",
                Integer.toString(port), SECRET, Integer.toString(REQUESTS + 1)));
        var first = new AtomicReference<Reply>(new Reply.Unreachable("not tried"));
        Request hello = request(port, List.of(SECRET), 1, Instant.now());
        // Its packages may have to be installed before.
        Await.until("the receiver listens", Duration.ofMinutes(3), () -> {
            try {
                first.set(post(hello));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return running.isDone() || !(first.get() instanceof Reply.Unreachable);
        });
        assertEquals(200, status(first.get()));
        tellAll(port);
        ended(running);
    }

    private static void ended(CompletableFuture<String> running) throws Exception {
        try {
            running.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private void tellAll(int port) throws InterruptedException {
        Instant now = Instant.now();
        Reply reply = post(request(port, List.of(SECRET), 1, now));
        assertTrue(reply instanceof Reply.Answered answer && answer.status() == 200
                && answer.body().equals("{\"messageId\":\"m-1\",\"type\":\"track\",\"event\":\"Käufe ✓\"}"),
                reply.toString());
        assertEquals(200, status(post(request(port, List.of(SECRET), 10, now))), "an array");
        // We sign with both while the receiver still has the old one.
        assertEquals(200, status(post(request(port, List.of(NEWER, SECRET), 1, now))), "rotated");
        assertEquals(401, status(post(request(port, List.of(OTHERS), 1, now))), "of another sender");
        Request signed = request(port, List.of(NEWER, SECRET), 1, now);
        byte[] tampered = signed.body().clone();
        tampered[tampered.length - 3] ^= 1;
        assertEquals(401, status(post(new Request(signed.url(), signed.headers(), tampered, 1_000))),
                "tampered with");
        assertEquals(401, status(post(request(port, List.of(SECRET), 1, now.minusSeconds(600)))),
                "sent again by somebody later");
        assertEquals(401, status(post(request(port, List.of(), 1, now))), "not signed");
    }

    private static int status(Reply reply) {
        return reply instanceof Reply.Answered answer ? answer.status() : 0;
    }

    private static Request request(int port, List<String> secrets, int batch, Instant now) {
        ObjectNode message = Json.object().put("messageId", "m-1").put("type", "track").put("event", "Käufe ✓");
        var settings = new DestinationSettings.Webhook(URI.create("http://127.0.0.1:" + port + "/hook"), secrets,
                Optional.of("segment"), Map.of("X-Mine", "yes"), batch, 0);
        return Requests.of(settings, List.of(message), now).parcels().getFirst().request();
    }

    private static String secret(char letter) {
        return "whsec_"
                + Base64.getEncoder().encodeToString(Character.toString(letter).repeat(32).getBytes(UTF_8));
    }

    private Reply post(Request request) throws InterruptedException {
        return transport.post("shop", request, () -> true);
    }
}
