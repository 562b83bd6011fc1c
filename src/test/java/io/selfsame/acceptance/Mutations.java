package io.selfsame.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.testing.Http;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Good messages made bad, by a seed. */
final class Mutations {

    /**
     * One request.
     *
     * @param plain
     *            the body before compression
     */
    record Request(String route, byte[] body, byte[] plain, boolean gzip) {}

    private static final String MARK = "\"@@\"";
    private static final List<String> MESSAGES = List.of("""
            {"type":"track","messageId":"@ID","userId":"u1","anonymousId":"a1","event":"Order Completed",
             "timestamp":"2026-03-01T10:00:00Z","properties":{"total":9.5,"items":[{"sku":"x"}]},
             "context":{"traits":{"email":"e@x.org"},"device":{"type":"ios","id":"d1","token":"t"},
              "externalIds":[{"id":"p1","type":"phone","collection":"users","encoding":"none"}]}}""", """
            {"type":"identify","messageId":"@ID","userId":"u2","traits":{"email":"f@x.org","age":7,"tags":["x"],
             "address":{"city":"Rome"}},"timestamp":"2026-03-02T10:00:00Z","sentAt":"2026-03-02T10:00:01Z"}""", """
            {"type":"page","messageId":"@ID","anonymousId":"a2","name":"Home","properties":{"url":"http://x/"}}""", """
            {"type":"group","messageId":"@ID","userId":"u3","groupId":"g1","traits":{"name":"Initech"}}""", """
            {"type":"alias","messageId":"@ID","userId":"u4","previousId":"a4"}""", """
            {"type":"screen","messageId":"@ID","userId":5,"name":"Start","integrations":{"All":true}}""");
    private static final List<String> NASTY = List.of("null", "true", "0", "-1", "1.5", "1e999999999", "-1e-999999999",
            "1E400", "123456789012345678901234567890", "-9223372036854775809", "\"\\ud800\"", "\"x\\udc00y\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"", "\"\"", "\"   \"", "[]", "{}", "[null]", "[[]]", "{\"\":1}", "{\"\\u0000\":1}",
            "{\"a.b`c\":{\"$x\":[1,\"y\",null]}}", "\"0000-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999Z\"",
            "\"-0001-01-01T00:00:00Z\"", "\"+292278994-08-17T07:12:55.807Z\"", "\"+1000000000-01-01T00:00:00Z\"",
            "\"2026-02-30T25:61:00Z\"", "\"2026-03-01\"", "\"2026-03-01T10:00:00+18:00\"", "1772359200000", "NaN",
            "tru",
            "\"\\x\"", "'x'", "[1,\"x\",true,null,{}]", "\"\\u2028\\u202e\\ufeff\"", "\"\\ud83d\\ude00\"", "1e5",
            "-0.0");

    private static final byte[] BOMB = gzip(new byte[50_000_000]);

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    Request next(String messageId) {
        String message = pick(MESSAGES).replace("@ID", messageId).replace("\n", "");
        String route = Http.json(message).path("type").asText();
        byte[] plain = (switch (random.nextInt(10)) {
            case 0 -> duplicateKey(message);
            case 1 -> without(message);
            case 2 -> replace(message, large());
            default -> replace(message, pick(NASTY));
        }).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            plain = batch(new String(plain, StandardCharsets.UTF_8), messageId).getBytes(StandardCharsets.UTF_8);
            route = "batch";
        }
        if (random.nextInt(4) == 0) {
            plain = broken(plain);
        }
        return random.nextInt(8) == 0 ? gzipped(route, plain) : new Request(route, plain, plain, false);
    }

    /** Puts {@code raw} in the place of a random value of the message. */
    private String replace(String message, String raw) {
        JsonNode root = Http.json(message);
        JsonNode at = root;
        while (true) {
            int index = random.nextInt(at.size());
            JsonNode child = at instanceof ObjectNode ? at.path(name(at, index)) : at.path(index);
            if (!child.isContainerNode() || child.isEmpty() || random.nextInt(3) == 0) {
                if (at instanceof ObjectNode object) {
                    object.put(name(at, index), "@@");
                } else {
                    ((ArrayNode) at).set(index, "@@");
                }
                return root.toString().replace(MARK, raw);
            }
            at = child;
        }
    }

    private static String name(JsonNode object, int index) {
        return object.properties().stream().skip(index).findFirst().orElseThrow().getKey();
    }

    private String without(String message) {
        ObjectNode root = (ObjectNode) Http.json(message);
        root.remove(name(root, random.nextInt(root.size())));
        return root.toString();
    }

    private String duplicateKey(String message) {
        return "{" + pick(List.of("\"userId\":\"twin\",", "\"context\":[],", "\"traits\":7,", "\"type\":\"page\","))
                + message.substring(1);
    }

    private String batch(String message, String messageId) {
        String good = "{\"type\":\"track\",\"messageId\":\"" + messageId + "-b\",\"userId\":\"u1\",\"event\":\"E\"}";
        return pick(List.of("{\"batch\":[%s,%s]}", "{\"batch\":[%s,7,null,[],%s]}", "{\"batch\":%s,\"sentAt\":%s}",
                "{\"sentAt\":\"0000-01-01T00:00:00Z\",\"batch\":[%s,%s]}", "{\"context\":[],\"batch\":[%s,%s]}",
                "{\"batch\":{\"0\":%s,\"1\":%s}}", "[%s,%s]", "{\"integrations\":\"x\",\"batch\":[%s,%s]}"))
                .formatted(message, good);
    }

    private String large() {
        return switch (random.nextInt(6)) {
            case 0 -> "\"" + "x".repeat(100_000) + "\"";
            case 1 -> "[".repeat(5_000) + "]".repeat(5_000);
            case 2 -> "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000);
            case 3 -> "[" + "{\"id\":\"x\",\"type\":\"phone\",\"collection\":\"users\"},".repeat(10_000) + "{}]";
            case 4 -> "[" + externalIds(300) + "]";
            default -> "9".repeat(20_000);
        };
    }

    private static String externalIds(int count) {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < count; i++) {
            ids.append(i == 0 ? "" : ",").append("{\"id\":\"x").append(i)
                    .append("\",\"type\":\"phone\",\"collection\":\"users\"}");
        }
        return ids.toString();
    }

    private byte[] broken(byte[] body) {
        byte[] copy = body.clone();
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(copy, random.nextInt(copy.length));
            case 1 -> {
                copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
                yield copy;
            }
            case 2 -> {
                copy[random.nextInt(copy.length)] = (byte) 0xC0;
                yield copy;
            }
            case 3 -> ("\uFEFF" + new String(copy, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            default -> new String(copy, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
        };
    }

    private Request gzipped(String route, byte[] plain) {
        byte[] packed = gzip(plain);
        return switch (random.nextInt(5)) {
            case 0 -> new Request(route, Arrays.copyOf(packed, packed.length / 2), plain, true);
            case 1 -> new Request(route, plain, plain, true);
            case 2 -> new Request(route, BOMB, plain, true);
            default -> new Request(route, packed, plain, true);
        };
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
