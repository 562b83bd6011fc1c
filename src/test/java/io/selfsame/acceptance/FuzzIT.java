package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Agreement;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.Seeds;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Thousands of broken bodies: each is answered 2xx or 4xx, what was accepted can be read back, and the next good request
 * is served. {@code -Dseed=7} repeats a run, {@code -Dselfsame.bodies=100000} makes a long one.
 */
@Slow
class FuzzIT {

    private final long seed = Seeds.of(FuzzIT.class);
    private final TestSpace space = TestServer.shared().newSpace();
    private final Set<String> accepted = new TreeSet<>();

    @Test
    void bad_bodies_harm_nothing() {
        int bodies = Integer.getInteger("selfsame.bodies", 2500);
        Mutations mutations = new Mutations(seed);
        for (int i = 0; i < bodies; i++) {
            send(mutations.next("f" + i));
            if (i % 50 == 0) {
                goodRequest("good-" + i);
            }
        }
        readBack();
    }

    @Test
    void a_message_that_cannot_be_read_is_refused_alone() {
        String good = "{\"type\":\"track\",\"messageId\":\"beside\",\"userId\":\"beside\",\"event\":\"E\"}";
        String deep = "{\"type\":\"track\",\"userId\":\"deep\",\"event\":\"E\",\"properties\":"
                + "{\"a\":".repeat(20_000)
                + "1" + "}".repeat(20_000) + "}";
        String huge = "{\"type\":\"track\",\"userId\":\"huge\",\"event\":\"E\",\"properties\":{\"n\":"
                + "9".repeat(200_000)
                + "}}";
        JsonNode answer = space.batch("{\"batch\":[" + deep + "," + good + "," + huge + "]}").ok().body();
        assertEquals(1, answer.path("accepted").asInt());
        assertEquals("[0, 2]", answer.path("rejected").findValues("index").toString());
        assertEquals(Set.of("user_id:beside"), space.idsOf("user_id:beside"));
        assertEquals("bad_request", space.manage("GET", "rejected", "").ok().body().at("/data/0/code").asText());
    }

    private void send(Mutations.Request request) {
        Reply reply;
        try {
            reply = request.gzip()
                    ? Http.trySend(space.url(), "POST", "/v1/" + request.route(), request.body(), "application/json",
                            "Authorization", Http.basic(space.writeKey()), "Content-Encoding", "gzip")
                    : Http.trySend(space.url(), "POST", "/v1/" + request.route(), request.body(), "application/json",
                            "Authorization", Http.basic(space.writeKey()));
        } catch (IOException e) {
            throw new AssertionError("no answer to " + describe(request), e);
        }
        assertTrue(reply.status() / 100 == 2 || reply.status() / 100 == 4,
                () -> reply.status() + " " + reply.body() + " to " + describe(request));
        assertTrue(reply.status() != 429, () -> "one client is not too many: " + describe(request));
        if (reply.status() / 100 == 4) {
            assertFalse(reply.code().isEmpty(), () -> reply.status() + " without a code to " + describe(request));
        } else if (!request.route().equals("batch")) {
            keep(request);
        }
    }

    private void keep(Mutations.Request request) {
        try {
            JsonNode message = Http.JSON.readTree(request.plain());
            if (!message.path("messageId").asText("").isBlank() && message.path("messageId").isTextual()
                    && !message.has("integrations")) {
                accepted.add(escaped(message.path("messageId").asText()));
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError("accepted although it is no JSON: " + describe(request), e);
        } catch (IOException e) {
            throw new AssertionError(describe(request), e);
        }
    }

    private void goodRequest(String messageId) {
        space.track("{\"userId\":\"" + messageId + "\",\"event\":\"Still Here\",\"messageId\":\"" + messageId + "\"}")
                .ok();
        assertEquals(Set.of("user_id:" + messageId), space.idsOf("user_id:" + messageId));
    }

    private void readBack() {
        Map<String, JsonNode> ledger = Agreement.byMessage(space.decisions());
        Set<String> missing = new TreeSet<>(accepted);
        ledger.keySet().forEach(messageId -> missing.remove(escaped(messageId)));
        assertEquals(Set.of(), missing, () -> "accepted, and not in the ledger, -Dseed=" + seed);
        Set<String> profiles = new HashSet<>();
        Set<String> stored = new TreeSet<>();
        for (JsonNode entry : ledger.values()) {
            String profile = entry.path("segment_id").asText("");
            if (!profile.isEmpty() && !profile.equals("null") && profiles.add(profile)) {
                space.events(profile).forEach(event -> stored.add(escaped(event.path("message_id").asText())));
                space.profile(profile, "identity").ok();
                space.profile(profile, "traits?limit=100").ok();
                Set<String> ids = space.idsOf(profile);
                ids.forEach(id -> assertEquals(ids, space.idsOf(id), id));
            }
        }
        missing.addAll(accepted);
        missing.removeAll(stored);
        assertEquals(Set.of(), missing, () -> "accepted, and not among the events, -Dseed=" + seed);
    }

    /** Printable, and half a surrogate pair as what the service may put in its place: no database takes it. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                .forEach(c -> escaped.append(c > 32 && c < 127 ? Character.toString(c) : "<%x>".formatted(c)));
        return escaped.toString();
    }

    private String describe(Mutations.Request request) {
        String text = new String(request.body(), StandardCharsets.ISO_8859_1);
        return "-Dseed=" + seed + " /v1/" + request.route() + (request.gzip() ? " gzip " : " ") + request.body().length
                + " bytes: " + text.substring(0, Math.min(600, text.length()));
    }
}
