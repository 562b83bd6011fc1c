package io.selfsame.destination.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a destination knows becomes what holds, also after it missed what happened. */
class DeliverySyncIT {

    private static final String ORDERED = "event('Order').count() > 0";
    private static final String ONCE = "event('Order').count() = 1";

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private String destination(String more) {
        ObjectNode body = (ObjectNode) Http.json("{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{\"url\":\""
                + receiver.url() + "\"},\"calls\":{\"audience\":[\"identify\"]}}");
        body.setAll((ObjectNode) Http.json(more));
        Reply made = space.manage("POST", "destinations", body.toString());
        assertEquals(201, made.status(), made.toString());
        return made.body().at("/data/destination/id").asText();
    }

    private void patch(String destination, String body) {
        space.manage("PATCH", "destinations/" + destination, body).ok();
    }

    /** Waits until the receiver has taken these, and no others, in any order. */
    private void await(String... messages) {
        try {
            Await.until("messages", () -> receiver.taken().size() >= messages.length);
        } catch (AssertionError late) {
            assertEquals(List.of(messages), receiver.taken());
        }
        assertEquals(new TreeSet<>(Set.of(messages)), new TreeSet<>(receiver.taken()));
        assertEquals(messages.length, receiver.taken().size(), () -> receiver.taken().toString());
    }

    private JsonNode overview(String destination) {
        return space.manage("GET", "destinations/" + destination + "/overview", "").ok().body().at("/data/overview");
    }

    private void settled(String destination) {
        Await.until("nothing waits", () -> {
            JsonNode overview = overview(destination);
            return overview.path("pending").asInt() == 0 && overview.path("syncs").isEmpty();
        });
    }

    @Test
    void whoLeftWhileItWasDisabledIsTakenBackAndWhoCameIsTold() {
        String destination = destination("{}");
        workbench.audience("once", ONCE);
        workbench.trait("orders", "event('Order').count()");
        workbench.track("ada", "Order");
        workbench.track("bob", "Order");
        workbench.refresh();
        await("ada once=true", "bob once=true", "ada orders=1", "bob orders=1");
        settled(destination);
        patch(destination, "{\"enabled\":false}");
        workbench.track("ada", "Order");
        workbench.track("cyd", "Order");
        workbench.refresh();
        patch(destination, "{\"enabled\":true}");
        // Of bob it knows all.
        await("ada once=true", "bob once=true", "ada orders=1", "bob orders=1", "cyd once=true", "cyd orders=1",
                "ada orders=2", "ada once=false");
        settled(destination);
        assertEquals(8, receiver.requests().size());
    }

    @Test
    void whatIsNotSentAnyMoreIsTakenBack() {
        String destination = destination("{}");
        workbench.audience("once", ONCE);
        workbench.audience("vip", ORDERED);
        workbench.track("ada", "Order");
        workbench.refresh();
        await("ada once=true", "ada vip=true");
        settled(destination);
        patch(destination, "{\"send\":{\"audiences\":[\"once\"]}}");
        await("ada once=true", "ada vip=true", "ada vip=false");
    }

    @Test
    void whatIsDeletedIsTakenBack() {
        String destination = destination("{}");
        String audience = workbench.audience("vip", ORDERED);
        String trait = workbench.trait("orders", "event('Order').count()");
        workbench.track("ada", "Order");
        workbench.refresh();
        await("ada vip=true", "ada orders=1");
        settled(destination);
        space.manage("DELETE", "audiences/" + audience, "").ok();
        space.manage("DELETE", "computed-traits/" + trait, "").ok();
        await("ada vip=true", "ada orders=1", "ada vip=false", "ada orders=null");
    }

    @Test
    void otherIdsAreToldOfWhatTheFirstKnow() {
        String destination = destination("{}");
        workbench.audience("vip", ORDERED);
        workbench.identify("ada", "{\"email\":\"ada@x.example\"}");
        workbench.track("ada", "Order");
        workbench.refresh();
        await("ada vip=true");
        settled(destination);
        patch(destination, "{\"ids\":{\"types\":[\"user_id\",\"email\"]}}");
        Await.until("the e-mail", () -> receiver.taken().size() == 2);
        settled(destination);
        assertEquals(2, receiver.requests().size());
    }

    @Test
    void anEntryThatWaitsWhenItsPersonIsMergedIsTakenBack() {
        workbench.audience(Workbench.anybody(Workbench.body("once", ONCE)));
        String destination = destination("{\"calls\":{\"audience\":[\"track\"]},\"ids\":{\"anonymous\":true}}");
        receiver.answers(message -> 503);
        workbench.track("ada", "Order");
        workbench.track("ada", "Order", Instant.now().minusSeconds(300), "{}");
        workbench.track("anon:x", "Order");
        workbench.refresh();
        Await.until("an attempt", () -> !receiver.requests().isEmpty());
        space.identify("{\"userId\":\"ada\",\"anonymousId\":\"x\"}").ok();
        workbench.refresh();
        receiver.answers(message -> 200);
        // It had an order once, alone; together they have three.
        Await.until("it is taken back",
                () -> receiver.taken().stream().anyMatch(each -> each.endsWith("Audience Exited")));
        settled(destination);
        assertEquals(receiver.taken().stream().filter(each -> each.endsWith("Entered")).count(),
                receiver.taken().stream().filter(each -> each.endsWith("Exited")).count(), receiver.taken().toString());
    }

    @Test
    void whatIsTooMuchIsDroppedAndResumedWithEverybody() {
        String destination = destination("{}");
        space.manage("POST", "destinations/" + destination + "/pause", "").ok();
        workbench.trait("orders", "event('Order').count()");
        workbench.refresh();
        for (int i = 0; i < 5; i++) {
            workbench.track("u" + i, "Order");
        }
        workbench.refresh();
        assertEquals(5, overview(destination).path("pending").asInt());
        var store = new DeliveryStore(Workbench.GRAPH, Workbench.GRAPH);
        var upkeep = new DeliveryUpkeep(Workbench.GRAPH, 4);
        Await.until("dropped", () -> {
            store.survey(workbench.id).forEach(standing -> upkeep.bound(workbench.id, standing, tx -> {}));
            return overview(destination).path("pending").asInt() == 0;
        });
        JsonNode paused = space.manage("GET", "destinations/" + destination, "").ok().body().at("/data/destination");
        assertEquals("Paused", paused.path("status").asText());
        workbench.track("u0", "Order");
        workbench.refresh();
        assertEquals(0, overview(destination).path("pending").asInt());
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        await("u0 orders=2", "u1 orders=1", "u2 orders=1", "u3 orders=1", "u4 orders=1");
    }

    @Test
    void aDryRunSaysHowMuchItIs() {
        workbench.audience("once", ONCE);
        workbench.trait("orders", "event('Order').count()");
        workbench.track("ada", "Order");
        workbench.track("bob", "Order");
        workbench.refresh();
        Reply plan = space.manage("POST", "destinations?dryRun=true",
                "{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{"
                        + "\"url\":\"" + receiver.url() + "\",\"callsPerSecond\":2}}");
        assertEquals(Http.json(
                "{\"waiting\":0,\"definitions\":[{\"key\":\"once\",\"people\":2,\"messages\":4},{\"key\":\"orders\","
                        + "\"people\":2,\"messages\":2}],\"messages\":6,\"requests\":6,\"exact\":true,\"seconds\":3}"),
                plan.body().at("/data/plan"), plan.toString());
        String destination = destination("{\"enabled\":true}");
        settled(destination);
        space.manage("POST", "destinations/" + destination + "/pause", "").ok();
        workbench.track("ada", "Order");
        workbench.refresh();
        JsonNode resume = space.manage("POST", "destinations/" + destination + "/resume?dryRun=true", "").ok().body();
        assertEquals(2, resume.at("/data/plan/waiting").asInt(), resume.toString());
        assertEquals("Paused", resume.at("/data/destination/status").asText());
    }

    @Test
    void aDefinitionThatIsMadeLaterIsToldOfAtItsOwnPaceAndNotToWhoWantsChangesAlone() {
        for (int i = 0; i < 3; i++) {
            workbench.track("u" + i, "Order");
        }
        String everybody = destination("{}");
        String changes = destination("{\"name\":\"Changes\",\"firstSync\":\"changes\"}");
        workbench.audience("vip", ORDERED);
        workbench.refresh();
        await("u0 vip=true", "u1 vip=true", "u2 vip=true");
        settled(everybody);
        assertEquals(0, overview(changes).path("received").asInt());
        workbench.track("u3", "Order");
        workbench.refresh();
        Await.until("both are told", () -> receiver.taken().size() == 5);
        settled(changes);
        assertEquals(1, overview(changes).at("/all/delivered").asInt());
    }

    @Test
    void whoHadNoIdWhenTheyEnteredIsToldOfOnceTheyHaveOne() {
        workbench.audience(Workbench.anybody(Workbench.body("vip", ORDERED)));
        workbench.track("anon:old", "Order");
        workbench.refresh();
        String destination = destination("{\"firstSync\":\"changes\"}");
        workbench.track("anon:new", "Order");
        workbench.refresh();
        settled(destination);
        assertEquals(List.of(), receiver.taken());
        space.identify("{\"userId\":\"bob\",\"anonymousId\":\"new\"}").ok();
        space.identify("{\"userId\":\"ann\",\"anonymousId\":\"old\"}").ok();
        workbench.refresh();
        await("bob vip=true");
    }

    @Test
    void aMergeNotesOnlyWhatIsNotKnown() {
        String destination = destination("{\"ids\":{\"types\":[\"user_id\",\"email\"]}}");
        workbench.audience("vip", ORDERED);
        workbench.identify("ada", "{}");
        workbench.track("ada", "Order");
        workbench.track("anon:a1", "Look");
        workbench.refresh();
        await("ada vip=true");
        settled(destination);
        int before = overview(destination).path("received").asInt();
        space.identify("{\"userId\":\"ada\",\"anonymousId\":\"a1\"}").ok();
        workbench.refresh();
        Await.until("the merge was looked at", () -> workbench
                .cypher("MATCH (o:Outbox {space: $space}) MATCH (r:Refresh {space: $space}) RETURN o.ids = r.seen AS all",
                        Map.of())
                .getFirst().get("all").asBoolean());
        settled(destination);
        assertEquals(before, overview(destination).path("received").asInt());
    }

    @Test
    void aValueThatIsTooLongIsNotToldAndSaysSo() {
        workbench.trait("orders", "event('Order').count()");
        workbench.refresh();
        String destination = destination("{\"firstSync\":\"changes\"}");
        space.manage("POST", "destinations/" + destination + "/pause", "").ok();
        workbench.track("ada", "Order");
        workbench.refresh();
        workbench.cypher("MATCH (d:Delivery {space: $space}) SET d.value = null, d.size = 40000", Map.of());
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        settled(destination);
        assertEquals("The value has 40000 characters; destinations are told of values of up to 32000",
                space.manage("GET", "destinations/" + destination + "/deliveries?status=filtered", "").ok().body()
                        .at("/data/0/reason").asText());
        assertEquals(List.of(), receiver.taken());
    }
}
