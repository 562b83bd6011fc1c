package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One run of a scenario. Its stages, in order: {@code rules} puts identity rules; {@code events} sends messages (with
 * {@code envelope}, what stands beside them in the batch), by a write key of the given {@code keyKind}; {@code expect}
 * asks.
 */
final class ScenarioRun {

    private static final Set<String> KEYS = Set.of("rules", "events", "envelope", "keyKind", "expect");

    private final boolean batched;
    private final TestSpace space = TestServer.shared().newSpace();
    private final Map<String, TestSpace> keys = new HashMap<>();
    private final Map<String, String> rejected = new HashMap<>();

    ScenarioRun(boolean batched) {
        this.batched = batched;
    }

    void run(JsonNode scenario) {
        for (JsonNode stage : scenario.path("stages")) {
            stage.fieldNames().forEachRemaining(key -> {
                if (!KEYS.contains(key)) {
                    throw new AssertionError("unknown key in a stage: " + key);
                }
            });
            if (stage.has("rules")) {
                space.manage("PUT", "identity-rules", stage.path("rules").toString()).ok();
            }
            TestSpace sender = stage.has("keyKind")
                    ? keys.computeIfAbsent(stage.path("keyKind").asText(), this::withKey)
                    : space;
            if (stage.has("envelope") || batched && stage.has("events")) {
                batch(sender, stage);
            } else {
                stage.path("events").forEach(message -> single(sender, message));
            }
            if (stage.has("expect")) {
                new Expectations(space, rejected).check(stage.path("expect"));
            }
        }
    }

    private TestSpace withKey(String kind) {
        return space.withKey(space.manage("POST", "write-keys", "{\"kind\":\"" + kind + "\"}").ok().body()
                .at("/data/writeKey/secret").asText());
    }

    private void batch(TestSpace sender, JsonNode stage) {
        ObjectNode body = Http.JSON.createObjectNode();
        stage.path("envelope").properties().forEach(entry -> body.set(entry.getKey(), entry.getValue()));
        body.set("batch", stage.path("events"));
        Reply reply = sender.batch(body.toString()).ok();
        for (JsonNode entry : reply.body().path("rejected")) {
            JsonNode message = stage.path("events").path(entry.path("index").asInt());
            assertEquals(message.path("messageId").asText(), entry.path("messageId").asText(), entry::toString);
            rejected.put(message.path("messageId").asText(), entry.path("code").asText());
        }
        assertEquals(stage.path("events").size(),
                reply.body().path("accepted").asInt() + reply.body().path("rejected").size(), reply.body()::toString);
    }

    private void single(TestSpace sender, JsonNode message) {
        Reply reply = sender.send(message.path("type").asText(), message.toString());
        if (reply.status() == 400) {
            rejected.put(message.path("messageId").asText(), reply.code());
        } else {
            assertEquals(200, reply.status(), () -> message + " " + reply.body());
        }
    }
}
