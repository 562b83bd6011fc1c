package io.selfsame.source.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.kafka.Broker;
import io.selfsame.testing.Await;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** From a topic of a real broker into the graph. */
class KafkaSourceIT {

    private static final Broker BROKER = Broker.shared();

    private final TestSpace space = TestServer.shared().newSpace();
    private final String topic = "events-" + space.id();

    private String source(String name, String more) {
        return source(name, BROKER.plain(), more);
    }

    private String source(String name, String brokers, String more) {
        Reply made = space.manage("POST", "sources", "{\"name\":\"" + name + "\",\"kind\":\"kafka\",\"settings\":{"
                + "\"bootstrapServers\":\"" + brokers + "\",\"security\":\"PLAINTEXT\",\"topics\":\"" + topic
                + "\""
                + more + "}}");
        assertEquals(201, made.status(), made.toString());
        return made.body().at("/data/source/id").asText();
    }

    private JsonNode source(String id) {
        return space.manage("GET", "sources/" + id, "").ok().body().at("/data/source");
    }

    private void write(String... values) {
        try (Producer<byte[], byte[]> producer = BROKER.producer()) {
            for (String value : values) {
                producer.send(
                        new ProducerRecord<>(topic, value.isEmpty() ? null : value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private void awaitCounted(String id, int accepted, int rejected) {
        try {
            Await.until("counted", () -> source(id).path("accepted").asInt() == accepted
                    && source(id).path("rejected").asInt() == rejected);
        } catch (AssertionError late) {
            throw new AssertionError(source(id).toString(), late);
        }
    }

    private List<JsonNode> rejected() {
        return StreamSupport.stream(space.manage("GET", "rejected", "").ok().body().path("data").spliterator(), false)
                .toList();
    }

    @Test
    void eventsAreTakenAndWhatIsNoEventStopsNothing() {
        BROKER.topic(topic, 1, Map.of());
        String id = source("Stream", "");
        write("{\"type\":\"track\",\"event\":\"A\",\"userId\":\"ada\",\"messageId\":\"m-1\"}", "no json", "[1]", "",
                "{\"type\":\"track\",\"event\":\"B\",\"userId\":\"ada\",\"messageId\":\"m-1\"}",
                "{\"type\":\"track\",\"event\":\"C\"}", "{\"type\":\"nothing\",\"userId\":\"ada\"}", "{\"a\":NaN}",
                "{\"type\":\"identify\",\"userId\":\"ada\",\"traits\":{\"email\":\"ada@x.example\"},"
                        + "\"sentAt\":\"2001-01-01T00:00:00Z\",\"timestamp\":\"2026-01-01T00:00:00Z\"}");
        awaitCounted(id, 2, 5);
        JsonNode now = source(id);
        assertEquals(List.of("Active", 1, 0), List.of(now.path("status").asText(), now.path("repeated").asInt(),
                now.path("lag").asInt()), now.toString());
        assertEquals("ada@x.example", space.profile("user_id:ada", "traits").ok().body().at("/traits/email").asText());
        assertEquals("2026-01-01T00:00:00Z", space.events("user_id:ada").stream()
                .filter(each -> each.path("type").asText().equals("identify")).findFirst().orElseThrow()
                .path("timestamp")
                .asText().replace(".000", ""));
        List<JsonNode> rejected = rejected();
        assertEquals(5, rejected.size(), rejected.toString());
        for (JsonNode one : rejected) {
            assertTrue(one.path("message").asText().matches(".*\\(topic " + topic + ", partition 0, offset [1-7]\\)"),
                    one.toString());
            assertEquals(List.of(1, id), List.of(one.path("times").asInt(), one.path("source_id").asText()),
                    one.toString());
        }
        Await.until("committed", () -> BROKER.committed("selfsame-" + id, topic) == 9);
        // Whoever reads the same again has the same events, by whatever names of the same brokers.
        String other = source("Again", BROKER.plain() + "," + BROKER.plain(), "");
        awaitCounted(other, 0, 5);
        assertEquals(3, source(other).path("repeated").asInt());
        assertEquals(2, space.events("user_id:ada").size());
    }

    @Test
    void aPausedSourceWaitsAndGoesOnWhereItWas() {
        BROKER.topic(topic, 2, Map.of());
        String id = source("Stream", ",\"group\":\"own-" + space.id() + "\"");
        write("{\"type\":\"track\",\"event\":\"A\",\"userId\":\"u\"}");
        awaitCounted(id, 1, 0);
        space.manage("POST", "sources/" + id + "/pause", "").ok();
        Await.until("nobody reads",
                () -> TestServer.shared() != null && source(id).path("status").asText().equals("Paused"));
        write("{\"type\":\"track\",\"event\":\"B\",\"userId\":\"u\"}");
        space.manage("POST", "sources/" + id + "/resume", "").ok();
        awaitCounted(id, 2, 0);
        assertEquals(2, space.events("user_id:u").size());
        assertEquals(2, BROKER.committed("own-" + space.id(), topic));
    }

    @Test
    void aTopicThatIsMadeAnewHasOtherEvents() {
        BROKER.topic(topic, 1, Map.of());
        String id = source("Stream", "");
        write("{\"type\":\"track\",\"event\":\"A\",\"userId\":\"u\"}");
        awaitCounted(id, 1, 0);
        space.manage("POST", "sources/" + id + "/pause", "").ok();
        Await.until("committed", () -> BROKER.committed("selfsame-" + id, topic) == 1);
        BROKER.delete(topic);
        Await.until("made anew", () -> {
            try {
                BROKER.topic(topic, 1, Map.of());
                return true;
            } catch (AssertionError stillThere) {
                return false;
            }
        });
        write("{\"type\":\"track\",\"event\":\"B\",\"userId\":\"u\"}");
        space.manage("POST", "sources/" + id + "/resume", "").ok();
        awaitCounted(id, 2, 0);
        assertEquals(2, space.events("user_id:u").size());
    }

    @Test
    void aLargeMessageIsRejectedAndOneThatUnpacksToMuchMoreIsNotRead() {
        BROKER.topic(topic, 1, Map.of());
        String id = source("Stream", "");
        write("{\"type\":\"track\",\"event\":\"" + "x".repeat(500_000) + "\",\"userId\":\"u\"}");
        awaitCounted(id, 0, 1);
        assertTrue(rejected().getFirst().path("message").asText().contains("The event has more than 64 KB"),
                rejected().toString());
        try (Producer<byte[], byte[]> producer = BROKER.producer(Map.of("compression.type", "zstd", "max.request.size",
                64 * 1024 * 1024, "buffer.memory", 128L * 1024 * 1024))) {
            producer.send(new ProducerRecord<>(topic, new byte[20 * 1024 * 1024])).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("The broker does not take it", e);
        }
        Await.until("said", () -> source(id).path("failingBecause").asText()
                .matches(
                        "a broker sends a message of \\d+ bytes, unpacked.*partition 0, in the batch from offset 1\\)"));
    }

    @Test
    void whyItDoesNotGetOnIsSaid() {
        String id = source("Stream", "");
        Await.until("said", () -> source(id).path("failingBecause").asText().startsWith("no partition of its topics"));
        assertEquals("Failing", source(id).path("status").asText());
        Reply refused = space.manage("PATCH", "sources/" + id,
                "{\"settings\":{\"bootstrapServers\":\"10.9.8.7:9092\",\"security\":\"SSL\"}}").ok();
        assertFalse(refused.body().toString().contains("\"failingBecause\""));
        Await.until("said",
                () -> source(id).path("failingBecause").asText().startsWith("10.9.8.7 leads to a private address"));
        Reply away = space.manage("PATCH", "sources/" + id,
                "{\"settings\":{\"bootstrapServers\":\"127.0.0.1:9\",\"security\":\"PLAINTEXT\"}}").ok();
        assertFalse(away.body().toString().contains("\"failingBecause\""));
        Await.until("said", () -> source(id).path("failingBecause").asText().equals("no broker answers"));
    }
}
