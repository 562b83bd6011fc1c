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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a change of a person to the receiver. */
class DeliveriesIT {

    private static final String ORDERED = "event('Order').count() > 0";

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private String destination(String more) {
        ObjectNode body = (ObjectNode) Http.json("{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{\"url\":\""
                + receiver.url() + "\"}}");
        body.setAll((ObjectNode) Http.json(more));
        Reply made = space.manage("POST", "destinations", body.toString());
        assertEquals(201, made.status(), made.toString());
        return made.body().at("/data/destination/id").asText();
    }

    private void await(String... messages) {
        try {
            Await.until("messages", () -> receiver.taken().size() >= messages.length);
        } catch (AssertionError late) {
            assertEquals(List.of(messages), receiver.taken());
        }
        assertEquals(Set.of(messages), new TreeSet<>(receiver.taken()));
        assertEquals(messages.length, receiver.taken().size(), () -> receiver.taken().toString());
    }

    private JsonNode deliveries(String destination, String status) {
        return space.manage("GET", "destinations/" + destination + "/deliveries?status=" + status, "").ok().body()
                .path("data");
    }

    private JsonNode overview(String destination) {
        return space.manage("GET", "destinations/" + destination + "/overview", "").ok().body().at("/data/overview");
    }

    /** A definition that has just become live is told of everybody, who need not be told again by what a test does next. */
    private void awaitNoSync(String destination) {
        Await.until("no sync", () -> workbench.cypher("MATCH (sync:Sync {destination: '" + destination
                + "'}) WHERE sync.running AND $space = $space RETURN sync", java.util.Map.of()).isEmpty());
    }

    private void awaitNothingPending(String destination) {
        Await.until("nothing pending", () -> deliveries(destination, "pending").isEmpty());
    }

    @Test
    void whoEntersAndLeavesIsTold() {
        String destination = destination("{}");
        workbench.audience("vip", ORDERED);
        workbench.trait("orders", "event('Order').count()");
        workbench.track("ada", "Order");
        workbench.refresh();
        await("ada vip=true", "ada Audience Entered", "ada orders=1");
        awaitNothingPending(destination);
        JsonNode overview = overview(destination);
        assertEquals(2, overview.at("/all/delivered").asInt(), overview.toString());
        JsonNode ofAda = space.manage("GET", "collections/users/profiles/user_id:ada/deliveries", "").ok().body()
                .path("data");
        assertEquals(List.of("delivered", "delivered"), StreamSupport.stream(ofAda.spliterator(), false)
                .map(each -> each.path("status").asText()).toList(), ofAda.toString());
    }

    @Test
    void oneDefinitionIsToldOtherwiseAndAnotherIsLeftOut() {
        String destination = destination("{\"send\":{\"definitions\":{\"vip\":{\"calls\":[\"track\"],"
                + "\"eventNames\":{\"audienceEntered\":\"Became VIP\"}},\"orders\":{\"enabled\":false}}}}");
        workbench.audience("vip", ORDERED);
        workbench.audience("gold", ORDERED);
        workbench.trait("orders", "event('Order').count()");
        workbench.track("ada", "Order");
        workbench.refresh();
        await("ada Became VIP", "ada gold=true", "ada Audience Entered");
        awaitNothingPending(destination);
        // What is left out from now on is taken back, and what is not any more is told.
        space.manage("PATCH", "destinations/" + destination,
                "{\"send\":{\"definitions\":{\"gold\":{\"enabled\":false,\"calls\":[\"identify\"]}}}}").ok();
        await("ada Became VIP", "ada gold=true", "ada Audience Entered", "ada gold=false", "ada orders=1");
    }

    @Test
    void aNewDestinationIsToldOfEverybody() {
        workbench.audience("vip", ORDERED);
        workbench.trait("orders", "event('Order').count()");
        for (int i = 0; i < 5; i++) {
            workbench.track("u" + i, "Order");
        }
        workbench.refresh();
        destination("{\"calls\":{\"audience\":[\"identify\"]}}");
        await("u0 vip=true", "u1 vip=true", "u2 vip=true", "u3 vip=true", "u4 vip=true", "u0 orders=1", "u1 orders=1",
                "u2 orders=1", "u3 orders=1", "u4 orders=1");
    }

    @Test
    void whoeverWantsChangesAloneIsNotToldOfTheOthers() {
        workbench.audience("vip", ORDERED);
        workbench.track("old", "Order");
        workbench.refresh();
        destination("{\"firstSync\":\"changes\"}");
        workbench.track("new", "Order");
        workbench.refresh();
        await("new vip=true", "new Audience Entered");
    }

    @Test
    void aNewIdIsToldAndAMergeTakesBackWhatDoesNotHold() {
        String destination = destination(
                "{\"calls\":{\"audience\":[\"identify\"]},\"ids\":{\"types\":[\"user_id\",\"email\"]}}");
        workbench.audience("vip", ORDERED);
        workbench.track("ada", "Order");
        workbench.refresh();
        await("ada vip=true");
        awaitNothingPending(destination);
        workbench.identify("ada", "{\"email\":\"ada@x.example\"}");
        workbench.refresh();
        Await.until("the e-mail", () -> receiver.taken().size() == 2);
        assertEquals(1, deliveries(destination, "delivered").get(0).path("attempts").asInt());
    }

    private void consents(String user, boolean given) {
        space.track(
                "{\"userId\":\"" + user + "\",\"event\":\"Asked\",\"context\":{\"consent\":{\"categoryPreferences\":"
                        + "{\"Advertising\":" + given + "}}}}")
                .ok();
    }

    @Test
    void onlyWhoConsentsIsToldOfAndWhoConsentsLaterIsCaughtUp() {
        String destination = destination(
                "{\"calls\":{\"audience\":[\"identify\"]},\"consentCategories\":[\"Advertising\"]}");
        workbench.audience("vip", "event('Order').count() = 1 OR event('Order').count() >= 3");
        workbench.trait("orders", "event('Order').count()");
        consents("ada", true);
        workbench.track("ada", "Order");
        workbench.track("bob", "Order");
        workbench.refresh();
        await("ada vip=true", "ada orders=1");
        awaitNothingPending(destination);
        assertEquals(2, deliveries(destination, "filtered").size());
        assertEquals("The person has not consented to Advertising",
                deliveries(destination, "filtered").get(0).path("reason").asText());
        // Nothing goes out after a withdrawal; once somebody consents, the present state does.
        consents("ada", false);
        workbench.track("ada", "Order");
        consents("bob", true);
        workbench.refresh();
        await("ada vip=true", "ada orders=1", "bob vip=true", "bob orders=1");
        awaitNothingPending(destination);
        consents("ada", true);
        workbench.refresh();
        await("ada vip=true", "ada orders=1", "bob vip=true", "bob orders=1", "ada vip=false", "ada orders=2");
        // Who says the same again is told of nothing.
        consents("bob", true);
        workbench.refresh();
        awaitNothingPending(destination);
        assertEquals(6, receiver.taken().size(), receiver.taken().toString());
    }

    @Test
    void whatFailsIsTriedAgainInOrderAndHoldsNobodyElse() {
        String destination = destination("{\"calls\":{\"audience\":[\"track\"]}}");
        String vip = workbench.audience("vip", "event('Order').count() = 1");
        receiver.answers(message -> message.path("userId").asText().equals("slow") ? 503 : 200);
        workbench.track("slow", "Order");
        workbench.track("fast", "Order");
        workbench.refresh();
        await("fast Audience Entered");
        workbench.track("slow", "Order");
        workbench.refresh();
        Await.until("an attempt", () -> deliveries(destination, "pending").size() == 2
                && deliveries(destination, "pending").get(1).path("attempts").asInt() > 0);
        receiver.answers(message -> 200);
        Await.until("all", () -> receiver.taken().size() == 3);
        assertEquals(List.of("fast Audience Entered", "slow Audience Entered", "slow Audience Exited"),
                receiver.taken());
        assertTrue(vip.startsWith("aud_"));
    }

    @Test
    void whatIsRefusedIsADeadLetterThatCanBeSentAgain() {
        String destination = destination("{}");
        workbench.trait("orders", "event('Order').count()");
        receiver.answers(message -> 422);
        workbench.track("ada", "Order");
        workbench.refresh();
        Await.until("a dead letter", () -> deliveries(destination, "failed").size() == 1);
        JsonNode failed = deliveries(destination, "failed").get(0);
        assertEquals("the receiver answered 422", failed.path("reason").asText());
        assertTrue(failed.path("sample").asText().contains("\"orders\":1"), failed.toString());
        JsonNode plan = space.manage("POST", "destinations/" + destination + "/deliveries/retry?dryRun=true", "").ok()
                .body();
        assertEquals(1, plan.at("/data/retry/retried").asInt(), plan.toString());
        receiver.answers(message -> 200);
        space.manage("POST", "destinations/" + destination + "/deliveries/" + failed.path("id").asText() + "/retry", "")
                .ok();
        await("ada orders=1");
        awaitNothingPending(destination);
        JsonNode overview = overview(destination);
        assertEquals(List.of(1, 1, 0), List.of(overview.path("received").asInt(), overview.at("/all/delivered").asInt(),
                overview.at("/all/failed").asInt()), overview.toString());
    }

    @Test
    void whoEntersAnAudienceIsDueBeforeValuesThatWait() {
        String destination = destination("{}");
        workbench.audience("vip", ORDERED);
        workbench.trait("visits", "event('Visit').count()");
        workbench.refresh();
        awaitNoSync(destination);
        space.manage("POST", "destinations/" + destination + "/pause", "{}").ok();
        workbench.track("ada", "Visit");
        workbench.refresh();
        workbench.track("cid", "Order");
        workbench.refresh();
        assertEquals(List.of("entered", "computed"),
                workbench.cypher(
                        "MATCH (waiting:Delivery {space: $space, status: 'pending'}) RETURN waiting.kind AS kind"
                                + " ORDER BY waiting.due",
                        java.util.Map.of()).stream().map(row -> row.get("kind").asString())
                        .toList());
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        await("cid vip=true", "cid Audience Entered", "ada visits=1");
    }

    @Test
    void whatDoesNotHoldAnyMoreIsNotSentAgain() {
        String destination = destination("{\"ids\":{\"anonymous\":true}}");
        workbench.trait(Workbench.anybody(Workbench.body("orders", "event('Order').count()")));
        workbench.refresh();
        awaitNoSync(destination);
        receiver.answers(message -> 422);
        workbench.track("anon:x", "Order");
        workbench.track("bob", "Order");
        workbench.refresh();
        Await.until("dead letters", () -> deliveries(destination, "failed").size() == 2);
        receiver.answers(message -> 200);
        workbench.track("ada", "Order");
        space.identify("{\"userId\":\"ada\",\"anonymousId\":\"x\"}").ok();
        workbench.refresh();
        Await.until("the sum", () -> receiver.taken().contains("ada orders=2"));
        awaitNothingPending(destination);
        String path = "destinations/" + destination + "/deliveries/retry";
        JsonNode plan = space.manage("POST", path + "?dryRun=true", "").ok().body().at("/data/retry");
        assertEquals(List.of(1, 1), List.of(plan.path("retried").asInt(), plan.path("old").asInt()), plan.toString());
        space.manage("POST", path, "").ok();
        Await.until("the other", () -> receiver.taken().contains("bob orders=1"));
        awaitNothingPending(destination);
        assertTrue(deliveries(destination, "failed").isEmpty());
        assertFalse(receiver.taken().stream().anyMatch(each -> each.endsWith("orders=1") && !each.startsWith("bob")),
                receiver.taken().toString());
    }

    @Test
    void manyFailuresOfOnePersonAreSentAgainInPages() {
        String destination = destination("{}");
        workbench.trait("orders", "event('Order').count()");
        workbench.refresh();
        awaitNoSync(destination);
        receiver.answers(message -> 422);
        workbench.track("ada", "Order");
        workbench.refresh();
        Await.until("a dead letter", () -> deliveries(destination, "failed").size() == 1);
        workbench.cypher(
                "MATCH (d:Delivery {space: $space, status: 'failed'}) WITH d LIMIT 1 UNWIND range(1, 1200) AS i CREATE (copy) SET copy = properties(d)"
                        + " SET copy.place = d.place + 1000 + i, copy.key = d.destination + '/' + (d.place + 1000 + i) SET copy:Delivery",
                java.util.Map.of());
        JsonNode plan = space.manage("POST", "destinations/" + destination + "/deliveries/retry?dryRun=true", "").ok()
                .body().at("/data/retry");
        assertEquals(1201, plan.path("retried").asInt(), plan.toString());
    }

    @Test
    void whoRefusesUsIsPausedAndGetsTheLatestOnceResumed() {
        String destination = destination("{}");
        workbench.trait("orders", "event('Order').count()");
        receiver.answers(message -> 401);
        workbench.track("ada", "Order");
        workbench.refresh();
        Await.until("paused", () -> space.manage("GET", "destinations/" + destination, "").ok().body()
                .at("/data/destination/status").asText().equals("Paused"));
        assertTrue(overview(destination).path("pendingBecause").asText().endsWith(". It said: answer 401"),
                overview(destination).toString());
        JsonNode test = space.manage("POST", "destinations/" + destination + "/test", "").ok().body().at("/data/test");
        assertEquals("answer 401", test.path("response").asText(), test.toString());
        workbench.track("ada", "Order");
        workbench.track("ada", "Order");
        workbench.refresh();
        receiver.answers(message -> 200);
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        await("ada orders=3");
        Await.until("settled", () -> deliveries(destination, "superseded").size() == 1);
    }

    /** A firewall may dislike what is in a message. That must not pause the destination again and again. */
    @Test
    void oneMessageThatIsForbiddenWhileOthersAreTakenIsADeadLetter() {
        String destination = destination("{}");
        workbench.trait("orders", "event('Order').count()");
        receiver.answers(message -> message.path("userId").asText().equals("bad") ? 403 : 200);
        workbench.track("bad", "Order");
        workbench.refresh();
        // Nobody else tells whether it is about the message or about us.
        Await.until("paused", () -> space.manage("GET", "destinations/" + destination, "").ok().body()
                .at("/data/destination/status").asText().equals("Paused"));
        assertTrue(overview(destination).path("pendingBecause").asText().startsWith("The destination is paused: "),
                overview(destination).toString());
        assertEquals(0, deliveries(destination, "failed").size());
        workbench.track("good", "Order");
        workbench.refresh();
        space.manage("POST", "destinations/" + destination + "/resume", "").ok();
        Await.until("a dead letter", () -> deliveries(destination, "failed").size() == 1);
        await("good orders=1");
        awaitNothingPending(destination);
        assertEquals("Active", space.manage("GET", "destinations/" + destination, "").ok().body()
                .at("/data/destination/status").asText());
    }

    @Test
    void nothingIsNotedOfWhatNobodyWants() {
        destination("{\"send\":{\"audiences\":[\"vip\"],\"traits\":[]}}");
        workbench.audience("vip", ORDERED);
        workbench.audience("other", ORDERED);
        workbench.trait("orders", "event('Order').count()");
        workbench.track("ada", "Order");
        workbench.refresh();
        await("ada vip=true", "ada Audience Entered");
        assertEquals(1,
                workbench.cypher("MATCH (delivery:Delivery {space: $space}) RETURN delivery", java.util.Map.of())
                        .size());
    }

    @Test
    void aDeletedDestinationLeavesNothing() {
        String destination = destination("{}");
        workbench.audience("vip", ORDERED);
        workbench.track("ada", "Order");
        workbench.refresh();
        await("ada vip=true", "ada Audience Entered");
        space.manage("DELETE", "destinations/" + destination, "").ok();
        Await.until("all is forgotten", () -> workbench.cypher("MATCH (n) WHERE n.destination = '" + destination
                + "' OR n.id = '" + destination + "' AND $space = $space RETURN n", java.util.Map.of()).isEmpty());
    }
}
