package io.selfsame.siege;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.selfsame.siege.client.Wire;
import io.selfsame.testing.TestSpace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Requests that are small to send and dear to take. With a key, that of the hostile tenant; without, a stranger's. */
final class HostileRequests {

    private static final String TRACK = "/v1/track";
    private static final String BATCH = "/v1/batch";
    private static final int CONTEXT_KEYS = 4_200;
    private static final int COPIES = 2_500;
    private static final int LEVELS = 200_000;
    private static final int MEMBERS = 8_000;
    private static final int BOMB_BYTES = 200 << 20;

    private HostileRequests() {}

    static List<Attack> all(TestSpace hostile) {
        String key = Wire.key(hostile.writeKey());
        byte[] shared = sharedContext().getBytes(UTF_8);
        byte[] deep = ("{\"event\":\"E\",\"userId\":\"u\",\"properties\":" + "[".repeat(LEVELS) + "]".repeat(LEVELS)
                + "}").getBytes(UTF_8);
        byte[] bomb = bomb();
        byte[] members = members();
        byte[] colliding = CollidingNames.document(310).getBytes(UTF_8);
        byte[] number = ("{\"event\":\"E\",\"userId\":\"u\",\"properties\":{\"n\":" + "9".repeat(450_000) + "}}")
                .getBytes(UTF_8);
        String gzip = "Content-Encoding: gzip";
        return List.of(
                new HostileRequest("no key", Wire.request("POST", TRACK, "{\"event\":\"E\",\"userId\":\"u\"}"), "401"),
                new HostileRequest("wrong key", Wire.request("POST", TRACK, "{\"event\":\"E\",\"userId\":\"u\"}",
                        Wire.key("guessed")), "401"),
                new HostileRequest("shared context", Wire.request("POST", BATCH, shared, key), "200", "400", "413"),
                new HostileRequest("shared context, no key", Wire.request("POST", BATCH, shared), "400", "401", "413"),
                new HostileRequest("deep", Wire.request("POST", TRACK, deep, key), "400", "413"),
                new HostileRequest("deep, no key", Wire.request("POST", TRACK, deep), "400", "401", "413"),
                new HostileRequest("gzip bomb", Wire.request("POST", BATCH, bomb, key, gzip), "400", "413"),
                new HostileRequest("gzip bomb, no key", Wire.request("POST", BATCH, bomb, gzip), "400", "401", "413"),
                new HostileRequest("gzip of 8,000 members", Wire.request("POST", BATCH, members, key, gzip), "400",
                        "413"),
                new HostileRequest("gzip of 8,000 members, no key", Wire.request("POST", BATCH, members, gzip), "400",
                        "401", "413"),
                new HostileRequest("colliding names, no key", Wire.request("POST", TRACK, colliding), "400", "401"),
                new HostileRequest("long number", Wire.request("POST", BATCH, number, key), "400", "413"),
                new HostileRequest("WebSocket", webSocket(TRACK), "400", "401", "404", "405", "426"),
                new HostileRequest("WebSocket to /", webSocket("/"), "400", "401", "404", "405", "426"));
    }

    private static byte[] webSocket(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(UTF_8);
    }

    /** What stands around the messages of a batch is part of each of them. */
    private static String sharedContext() {
        String context = IntStream.range(0, CONTEXT_KEYS).mapToObj(i -> "\"k" + i + "\":\"" + i + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        return "{\"context\":" + context + ",\"batch\":[" + "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\"},"
                .repeat(COPIES - 1) + "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\"}]}";
    }

    private static byte[] bomb() {
        return gzip(out -> {
            byte[] blanks = " ".repeat(1 << 20).getBytes(UTF_8);
            for (int i = 0; i < BOMB_BYTES / blanks.length; i++) {
                out.write(blanks);
            }
        });
    }

    private static byte[] members() {
        var all = new ByteArrayOutputStream();
        byte[] empty = gzip(out -> {});
        for (int i = 0; i < MEMBERS; i++) {
            all.writeBytes(empty);
        }
        all.writeBytes(gzip(out -> out.write("{}".getBytes(UTF_8))));
        return all.toByteArray();
    }

    private interface Content {
        void to(OutputStream out) throws IOException;
    }

    private static byte[] gzip(Content content) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return packed.toByteArray();
    }
}
