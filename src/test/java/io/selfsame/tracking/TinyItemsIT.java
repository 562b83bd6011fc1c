package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfsame.testing.Http;
import io.selfsame.testing.RawHttp;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are all within the limit of a batch, and of as many parts as fit into it: they slow nobody but their sender. */
@Timeout(120)
@Slow
class TinyItemsIT {

    private static final int CONNECTIONS = 120;
    private static final int EVENTS = 60;
    private static final String ITEMS = "{\"batch\":[" + "{},".repeat(165_000) + "{}]";

    private final AtomicBoolean ended = new AtomicBoolean();
    private final ConcurrentHashMap<Integer, Integer> answers = new ConcurrentHashMap<>();

    private static byte[] request(byte[] body, String... headers) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(("POST /v1/batch HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + body.length
                + "\r\n" + String.join("", headers) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** On a platform thread, as the service in this process has all the carriers. */
    private Thread flood(int port, byte[] request) {
        return Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                try (var connection = new RawHttp(port)) {
                    answers.merge(connection.send(request).status(), 1, Integer::sum);
                }
                LockSupport.parkNanos(1_000_000);
            }
        });
    }

    @Test
    void aNeighbourIsAnsweredAndSoAreHealthChecks() throws InterruptedException {
        TestServer server = TestServer.shared();
        TestSpace hostile = server.newSpace();
        TestSpace neighbour = server.newSpace();
        byte[] plain = (ITEMS + "}").getBytes(StandardCharsets.UTF_8);
        String key = "Authorization: " + Http.basic(hostile.writeKey()) + "\r\n";
        List<byte[]> requests = List.of(request(plain, key), request(gzip(plain), key, "Content-Encoding: gzip\r\n"),
                request((ITEMS + ",\"writeKey\":\"" + hostile.writeKey() + "\"}").getBytes(StandardCharsets.UTF_8)));
        List<Thread> flood = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                flood.add(flood(server.url().getPort(), requests.get(i % requests.size())));
            }
            for (int i = 0; i < EVENTS; i++) {
                statuses.add(neighbour.track("{\"event\":\"E\",\"userId\":\"n" + i + "\"}").status());
                statuses.add(Http.send(server.url(), "GET", "/health/live", "").status());
            }
        } finally {
            ended.set(true);
            for (Thread one : flood) {
                one.join();
            }
        }
        assertThat(statuses).hasSize(2 * EVENTS).containsOnly(200);
        assertThat(answers.keySet()).as(answers::toString).contains(400).isSubsetOf(400, 429);
    }
}
