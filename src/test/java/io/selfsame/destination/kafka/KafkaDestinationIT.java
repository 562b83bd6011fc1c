package io.selfsame.destination.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.kafka.Broker;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** From a change of a person to a topic of a real broker. */
class KafkaDestinationIT {

    private static final Broker BROKER = Broker.shared();

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;
    private final String topic = "people-" + space.id();

    private String destination(String more) {
        return made(more).at("/data/destination/id").asText();
    }

    private JsonNode made(String more) {
        Reply made = space.manage("POST", "destinations", "{\"name\":\"Stream\",\"kind\":\"kafka\",\"settings\":{"
                + "\"bootstrapServers\":\"" + BROKER.plain() + "\",\"security\":\"PLAINTEXT\",\"topic\":\"" + topic
                + "\""
                + more.replace('\'', '"') + "}}");
        assertEquals(201, made.status(), made.toString());
        return made.body();
    }

    private List<ConsumerRecord<String, String>> await(int count) {
        Await.until(count + " records", () -> BROKER.records(topic, 4).size() >= count);
        return BROKER.records(topic, 4);
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> one) {
        Map<String, String> headers = new HashMap<>();
        one.headers().forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private String pausedBecause(String destination) {
        var why = new StringBuilder();
        Await.until("paused", () -> {
            JsonNode now = space.manage("GET", "destinations/" + destination, "").ok().body().at("/data/destination");
            why.setLength(0);
            why.append(now.path("pausedBecause").asText());
            return now.path("status").asText().equals("Paused");
        });
        return why.toString();
    }

    @Test
    void aMessageIsARecordByThePersonWithTheHeadersOfCloudEvents() {
        BROKER.topic(topic, 4, Map.of());
        String destination = destination(",'compression':'zstd'");
        workbench.audience("vip", "event('Order').count() > 0");
        workbench.track("ada", "Order");
        workbench.refresh();
        List<ConsumerRecord<String, String>> records = await(2);
        assertEquals(2, records.size());
        String ada = space.segmentIdOf("user_id:ada").orElseThrow();
        for (ConsumerRecord<String, String> one : records) {
            JsonNode message = Http.json(one.value());
            assertEquals(ada, one.key());
            assertEquals("ada", message.path("userId").asText());
            assertEquals(Map.of("ce_specversion", "1.0", "ce_id", message.path("messageId").asText(), "ce_source",
                    "/v1/spaces/" + space.id() + "/destinations/" + destination, "ce_type",
                    "io.selfsame." + message.path("type").asText(), "ce_subject", ada, "ce_time",
                    message.path("timestamp").asText(), "content-type", "application/json"), headers(one));
        }
        assertEquals(List.of("identify", "track"),
                records.stream().map(each -> Http.json(each.value()).path("type").asText()).toList());
    }

    @Test
    void orderIsThatOfThePersonsChanges() {
        BROKER.topic(topic, 4, Map.of());
        destination("");
        workbench.audience("odd", "event('Order').count() = 1");
        // From then on each change is noted; before, it would be told of whoever is a member by then.
        workbench.refresh();
        for (int i = 0; i < 30; i++) {
            workbench.track("u" + i, "Order");
        }
        workbench.refresh();
        for (int i = 0; i < 30; i++) {
            workbench.track("u" + i, "Order");
        }
        workbench.refresh();
        List<ConsumerRecord<String, String>> records = await(30);
        Await.until("everybody has left", () -> BROKER.records(topic, 4).stream()
                .filter(each -> each.value().contains("\"odd\":false") && each.value().contains("identify"))
                .count() == 30);
        Map<String, String> last = new HashMap<>();
        BROKER.records(topic, 4).forEach(each -> last.put(each.key(), each.value()));
        assertEquals(30, last.size());
        last.values().forEach(each -> assertTrue(each.contains("Exited") || each.contains(":false"), each));
        assertTrue(records.size() >= 30);
    }

    @Test
    void aMissingTopicPausesAndNothingIsLost() {
        String destination = destination("");
        workbench.trait("orders", "event('Order').count()");
        workbench.track("ada", "Order");
        workbench.refresh();
        assertEquals("there is no topic " + topic, pausedBecause(destination));
        BROKER.topic(topic, 4, Map.of());
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        assertEquals("ada", Http.json(await(1).getFirst().value()).path("userId").asText());
    }

    @Test
    void aMessageThatIsTooLargeHoldsNobody() {
        BROKER.topic(topic, 4, Map.of("max.message.bytes", "1000"));
        String destination = destination(",'compression':'none'");
        workbench.trait("names", "event('Order').last(property('name'))");
        space.track("{\"userId\":\"long\",\"event\":\"Order\",\"properties\":{\"name\":\"" + "x".repeat(2_000) + "\"}}")
                .ok();
        space.track("{\"userId\":\"short\",\"event\":\"Order\",\"properties\":{\"name\":\"x\"}}").ok();
        workbench.refresh();
        assertEquals("short", Http.json(await(1).getFirst().value()).path("userId").asText());
        Await.until("a dead letter", () -> failed(destination).size() == 1);
        assertEquals("the message is larger than topic " + topic + " takes",
                failed(destination).get(0).path("reason").asText());
    }

    private List<JsonNode> failed(String destination) {
        return StreamSupport
                .stream(space.manage("GET", "destinations/" + destination + "/deliveries?status=failed", "").ok()
                        .body().path("data").spliterator(), false)
                .toList();
    }

    @Test
    void aBrokerThatIsAwayIsTriedAgain() {
        Reply made = space.manage("POST", "destinations", "{\"name\":\"Away\",\"kind\":\"kafka\",\"settings\":{"
                + "\"bootstrapServers\":\"127.0.0.1:9\",\"security\":\"PLAINTEXT\",\"topic\":\"t\"}}");
        Reply test = space.manage("POST", "destinations/" + made.body().at("/data/destination/id").asText() + "/test",
                "");
        assertTrue(test.body().toString().contains("no broker answers"), test.toString());
    }

    @Test
    void settingsAreCheckedAndSecretsGoToNoOtherServer() {
        Reply wrong = space.manage("POST", "destinations", "{\"name\":\"Wrong\",\"kind\":\"kafka\",\"settings\":{"
                + "\"bootstrapServers\":\"kafka\",\"security\":\"SASL_SSL\",\"topic\":\"a b\",\"compression\":\"zip\","
                + "\"sasl.jaas.config\":\"x\"}}");
        String said = wrong.body().at("/error/message").asText();
        for (String part : List.of("settings.bootstrapServers is not a list", "settings.topic is no name of a topic",
                "settings.compression is one of", "settings.username is missing, which SASL_SSL needs",
                "settings.password is missing", "sasl.jaas.config")) {
            assertTrue(said.contains(part), said);
        }
        Reply made = space.manage("POST", "destinations", "{\"name\":\"Cloud\",\"kind\":\"kafka\",\"settings\":{"
                + "\"bootstrapServers\":\"a.example.com:9093,b.example.com:9093\",\"security\":\"SASL_SSL\",\"topic\":\"t\","
                + "\"username\":\"hidden-1\",\"password\":\"hidden-2\"}}").ok();
        assertTrue(!made.body().toString().contains("hidden"), made.toString());
        String path = "destinations/" + made.body().at("/data/destination/id").asText();
        space.manage("PATCH", path, "{\"settings\":{\"bootstrapServers\":\"b.example.com:9093\",\"topic\":\"other\"}}")
                .ok();
        for (String change : List.of("\"bootstrapServers\":\"c.example.com:9093,b.example.com:9093\"",
                "\"mechanism\":\"PLAIN\"")) {
            Reply refused = space.manage("PATCH", path, "{\"settings\":{" + change + "}}");
            assertTrue(
                    refused.body().toString()
                            .contains("give these secrets anew, or set them to null: password, username"),
                    refused.toString());
        }
    }
}
