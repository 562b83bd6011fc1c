package io.selfsame.destination.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the ledger to the receiver: events and changes of identity. */
class LedgerDeliveriesIT {

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private String destination(String send) {
        ObjectNode body = (ObjectNode) Http.json("{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{\"url\":\""
                + receiver.url() + "\"},\"send\":" + send + "}");
        Reply made = space.manage("POST", "destinations", body.toString());
        assertEquals(201, made.status(), made.toString());
        return made.body().at("/data/destination/id").asText();
    }

    private void change(String destination, String body) {
        space.manage("PATCH", "destinations/" + destination, body).ok();
    }

    private List<String> words() {
        return receiver.messages().stream().map(LedgerDeliveriesIT::word).toList();
    }

    private static String word(JsonNode message) {
        return message.path("type").asText().equals("track")
                ? message.path("event").asText()
                : message.path("type").asText();
    }

    private void awaitWords(String... expected) {
        try {
            Await.until("messages", () -> words().size() >= expected.length);
        } catch (AssertionError late) {
            assertEquals(List.of(expected), words());
        }
        assertEquals(List.of(expected), words());
    }

    @Test
    void eventsAreToldAsTheyWereReceivedFromNowOn() {
        workbench.track("ada", "Before");
        String destination = destination("{\"events\":true}");
        space.track("{\"messageId\":\"m-1\",\"userId\":\"ada\",\"event\":\"Order\",\"properties\":{\"total\":5},"
                + "\"context\":{\"ip\":\"10.1.2.3\"},\"writeKey\":\"" + space.writeKey() + "\"}").ok();
        space.identify("{\"messageId\":\"m-2\",\"userId\":\"ada\",\"traits\":{\"plan\":\"pro\"}}").ok();
        awaitWords("Order", "identify");
        JsonNode order = receiver.messages().getFirst();
        assertEquals("m-1", order.path("messageId").asText());
        assertEquals(5, order.at("/properties/total").asInt());
        assertEquals("10.1.2.3", order.at("/context/ip").asText());
        assertEquals("attached", order.at("/context/selfsame/outcome").asText());
        assertTrue(order.at("/context/selfsame/segment_id").asText().startsWith("use_"), order.toString());
        assertFalse(order.has("writeKey"));
        // Of events that were delivered nothing is kept but their number.
        Await.until("counted", () -> space.manage("GET", "destinations/" + destination + "/overview", "").ok().body()
                .at("/data/overview/all/delivered").asInt() == 2);
        assertEquals(0, workbench.cypher("MATCH (delivery:Delivery {space: $space}) RETURN delivery", Map.of()).size());
    }

    @Test
    void someEventsMayBeChosen() {
        destination("{\"events\":{\"names\":[\"Order\",\"Refund\"],\"types\":[\"track\"]}}");
        workbench.track("ada", "Look");
        workbench.track("ada", "Order");
        workbench.identify("ada", "{\"plan\":\"pro\"}");
        workbench.track("ada", "Refund");
        workbench.track("bob", "Look");
        awaitWords("Order", "Refund");
    }

    @Test
    void whoIsMadeLinkedMergedAndRefusedIsTold() {
        destination("{\"identityChanges\":true,\"audiences\":[],\"traits\":[]}");
        space.track("{\"messageId\":\"i-1\",\"anonymousId\":\"a1\",\"event\":\"Look\"}").ok();
        space.identify("{\"messageId\":\"i-2\",\"anonymousId\":\"a1\",\"traits\":{\"email\":\"ada@x.example\"}}").ok();
        space.track("{\"messageId\":\"i-3\",\"userId\":\"ada\",\"event\":\"Look\"}").ok();
        space.track("{\"messageId\":\"i-4\",\"userId\":\"ada\",\"anonymousId\":\"a1\",\"event\":\"Look\"}").ok();
        space.track("{\"messageId\":\"i-5\",\"userId\":\"bob\",\"anonymousId\":\"a1\",\"event\":\"Look\"}").ok();
        space.track("{\"messageId\":\"i-6\",\"userId\":\"undefined\",\"event\":\"Look\"}");
        Await.until("all", () -> words().size() == 6);
        Map<String, JsonNode> changes = new HashMap<>();
        receiver.messages().forEach(message -> changes.put(message.at("/properties/message_id").asText(),
                message.path("properties")));
        assertEquals("created", changes.get("i-1").path("change").asText());
        assertEquals("linked", changes.get("i-2").path("change").asText());
        assertEquals(Http.json("[{\"type\":\"email\",\"id\":\"ada@x.example\",\"fate\":\"linked\"},"
                + "{\"type\":\"anonymous_id\",\"id\":\"a1\",\"fate\":\"known\"}]"),
                changes.get("i-2").path("identifiers"));
        JsonNode merged = changes.get("i-4");
        assertEquals("merged", merged.path("change").asText());
        assertEquals(changes.get("i-3").path("segment_id"), merged.at("/merges/0/child"));
        assertEquals(changes.get("i-1").path("segment_id"), merged.at("/merges/0/parent"));
        assertEquals("anonymous_id:a1", merged.at("/merges/0/via").asText());
        assertEquals(changes.get("i-1").path("segment_id"), merged.path("segment_id"));
        assertEquals("created", changes.get("i-5").path("change").asText());
        assertEquals("dropped", changes.get("i-5").at("/identifiers/1/fate").asText(changes.get("i-5").toString()));
        assertEquals("refused", changes.get("i-6").path("change").asText());
        assertFalse(changes.get("i-6").has("segment_id"));
    }

    @Test
    void orderHoldsWithinAPersonAndNobodyElseWaits() {
        String destination = destination("{\"events\":true,\"identityChanges\":true}");
        receiver.answers(message -> message.path("userId").asText().equals("slow") ? 503 : 200);
        workbench.track("slow", "One");
        workbench.track("fast", "One");
        workbench.track("slow", "Two");
        awaitWords("Identity Created", "One");
        Await.until("an attempt",
                () -> space.manage("GET", "destinations/" + destination + "/deliveries?status=pending", "").ok()
                        .body().at("/data/2/attempts").asInt() > 0);
        receiver.answers(message -> 200);
        awaitWords("Identity Created", "One", "Identity Created", "One", "Two");
    }

    @Test
    void aCrashInBetweenLosesAndDoublesNothing() {
        String destination = destination("{\"events\":true,\"identityChanges\":true}");
        var requests = new AtomicInteger();
        receiver.answers(message -> {
            if (requests.incrementAndGet() % 40 == 0) {
                // Whoever sends has lost the right, as if it had died.
                workbench.cypher("MATCH (destination:Destination {key: $space + '/" + destination
                        + "'}) SET destination.sender = 'other', destination.sendingUntil = null", Map.of());
            }
            return 200;
        });
        for (int i = 0; i < 10; i++) {
            int from = i * 20;
            space.batch(IntStream.range(from, from + 20).mapToObj(n -> "{\"type\":\"track\",\"userId\":\"u" + n % 30
                    + "\",\"event\":\"E" + n + "\",\"messageId\":\"e" + n + "\"}")
                    .collect(Collectors.joining(",", "[", "]"))).ok();
        }
        Await.until("all", () -> receiver.messages().size() == 230);
        Map<String, List<String>> each = new HashMap<>();
        receiver.messages()
                .forEach(message -> each.computeIfAbsent(message.path("userId").asText(), id -> new ArrayList<>())
                        .add(message.path("event").asText()));
        each.forEach((id, events) -> {
            int person = Integer.parseInt(id.substring(1));
            List<String> expected = new ArrayList<>(List.of("Identity Created"));
            IntStream.range(0, 200).filter(n -> n % 30 == person).forEach(n -> expected.add("E" + n));
            assertEquals(expected, events, id);
        });
    }

    @Test
    void whatHappensWhileItIsPausedIsToldLaterAndWhileItIsOffNever() {
        String destination = destination("{\"events\":true}");
        space.manage("POST", "destinations/" + destination + "/pause", "{\"reason\":\"x\"}").ok();
        workbench.track("ada", "Paused");
        // The ledger keeps it: nothing waits.
        assertEquals(0, workbench.cypher("MATCH (delivery:Delivery {space: $space}) RETURN delivery", Map.of()).size());
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        awaitWords("Paused");
        change(destination, "{\"enabled\":false}");
        workbench.track("ada", "Off");
        change(destination, "{\"enabled\":true}");
        workbench.track("ada", "On");
        awaitWords("Paused", "On");
    }

    @Test
    void noMoreWaitsThanIsToldSoon() {
        String destination = destination("{\"events\":true}");
        space.manage("POST", "destinations/" + destination + "/pause", "{\"reason\":\"x\"}").ok();
        for (int i = 0; i < 8; i++) {
            int from = i * 500;
            space.batch(IntStream.range(from, from + 500).mapToObj(n -> "{\"type\":\"track\",\"userId\":\"u" + n
                    + "\",\"event\":\"E\",\"messageId\":\"e" + n + "\"}").collect(Collectors.joining(",", "[", "]")))
                    .ok();
        }
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        var most = new AtomicInteger();
        Await.until("all", () -> {
            int waiting = workbench.cypher("MATCH (d:Delivery {destination: '" + destination
                    + "'}) WHERE $space = $space RETURN count(d) AS count", Map.of()).getFirst().get("count").asInt();
            most.accumulateAndGet(waiting, Math::max);
            return receiver.messages().size() == 4_000;
        });
        assertTrue(most.get() <= 3_000, most.toString());
    }

    @Test
    void whatIsNoMoreInTheLedgerIsNotTold() {
        String destination = destination("{\"events\":true}");
        receiver.answers(message -> 503);
        workbench.track("ada", "Order");
        Await.until("an attempt",
                () -> space.manage("GET", "destinations/" + destination + "/deliveries?status=pending", "").ok()
                        .body().at("/data/0/attempts").asInt() > 0);
        workbench.cypher("MATCH (event:Event {space: $space}) DETACH DELETE event", Map.of());
        receiver.answers(message -> 200);
        Await.until("filtered",
                () -> space.manage("GET", "destinations/" + destination + "/deliveries?status=filtered", "").ok()
                        .body().at("/data/0/reason").asText().equals("The ledger has it no more"));
        assertEquals(List.of(), words());
    }

    @Test
    void whatIsDroppedIsReadFromTheLedgerAgain() {
        String destination = destination("{\"events\":true,\"identityChanges\":true}");
        receiver.answers(message -> 503);
        for (int i = 0; i < 5; i++) {
            workbench.track("u" + i, "E" + i);
        }
        Await.until("all is noted", () -> pending(destination) == 10);
        var store = new DeliveryStore(Workbench.GRAPH, Workbench.GRAPH);
        var upkeep = new DeliveryUpkeep(Workbench.GRAPH, 4);
        Await.until("dropped", () -> {
            store.survey(workbench.id).forEach(standing -> upkeep.bound(workbench.id, standing, tx -> {}));
            return pending(destination) == 0;
        });
        receiver.answers(message -> 200);
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        Await.until("all", () -> words().size() == 10);
    }

    private int pending(String destination) {
        return space.manage("GET", "destinations/" + destination + "/overview", "").ok().body()
                .at("/data/overview/pending").asInt();
    }

    /** The key of an account whose group ID is a number looks as the place of a decision. */
    @Test
    void aRefusedEventAndAnAccountAreTwo() {
        String destination = destination("{\"identityChanges\":true,\"audiences\":[],\"traits\":[]}");
        space.track("{\"messageId\":\"r-1\",\"userId\":\"undefined\",\"event\":\"Look\"}");
        Await.until("it is told", () -> words().equals(List.of("Identity Refused")));
        Await.until("settled", () -> pending(destination) == 0);
        assertTrue(workbench.cypher("MATCH (d:Delivery {space: $space}) RETURN d.owner AS owner", Map.of()).getFirst()
                .get("owner").asString().startsWith("/decision/"));
    }
}
