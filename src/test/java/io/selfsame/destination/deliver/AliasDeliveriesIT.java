package io.selfsame.destination.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a merge to the receiver, after the hold. */
class AliasDeliveriesIT {

    private static final String QUIET = "{\"send\":{\"audiences\":[],\"traits\":[]}}";

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private String destination(String more) {
        ObjectNode body = (ObjectNode) Http.json("{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{\"url\":\""
                + receiver.url() + "\"},\"aliasOnMerge\":{\"enabled\":true,\"holdHours\":1}}");
        body.setAll((ObjectNode) Http.json(more));
        Reply made = space.manage("POST", "destinations", body.toString());
        assertEquals(201, made.status(), made.toString());
        return made.body().at("/data/destination/id").asText();
    }

    /** The person ada is there first, so that it takes in the visitor a1. */
    private void merge(String event) {
        space.track("{\"userId\":\"ada\",\"anonymousId\":\"a1\",\"event\":\"" + event + "\"}").ok();
    }

    private void awaitHeld(int count) {
        Await.until("held", () -> workbench.cypher("MATCH (held:PendingAlias {space: $space}) RETURN held", Map.of())
                .size() == count);
    }

    private void letTheHoldPass() {
        workbench.cypher("MATCH (held:PendingAlias {space: $space}) SET held.due = datetime.realtime()", Map.of());
    }

    private void awaitFiltered(String destination, String reason) {
        Await.until(reason, () -> space.manage("GET", "destinations/" + destination + "/deliveries?status=filtered", "")
                .ok().body().at("/data/0/reason").asText().equals(reason));
    }

    private List<String> aliases() {
        return receiver.messages().stream().filter(message -> message.path("type").asText().equals("alias"))
                .map(message -> message.path("previousId").asText() + " is " + message.path("userId").asText())
                .toList();
    }

    @Test
    void aMergeIsToldAfterTheHoldAndHoldsNothingElse() {
        String destination = destination(
                "{\"send\":{\"audiences\":[],\"traits\":[],\"events\":{\"names\":[\"Later\"]}}}");
        workbench.track("ada", "Look");
        workbench.track("anon:a1", "Look");
        merge("Login");
        awaitHeld(1);
        workbench.track("ada", "Later");
        Await.until("what comes later", () -> receiver.messages().size() == 1);
        assertEquals(List.of(), aliases());
        letTheHoldPass();
        Await.until("the alias", () -> !aliases().isEmpty());
        assertEquals(List.of("a1 is ada"), aliases());
        JsonNode alias = receiver.messages().get(1);
        assertTrue(alias.path("messageId").asText().startsWith("slf_"), alias.toString());
        Await.until("recorded on the merge", () -> workbench
                .cypher("MATCH (:Profile {space: $space})-[merge:MERGED_INTO]->() RETURN merge.toldTo AS told",
                        Map.of())
                .getFirst().get("told").asList(List.of()).equals(List.of(destination)));
        awaitHeld(0);
    }

    @Test
    void aMergeThatIsUndoneIsNotTold() {
        String destination = destination(QUIET);
        workbench.track("ada", "Look");
        workbench.track("anon:a1", "Look");
        merge("Login");
        awaitHeld(1);
        workbench.cypher(
                "MATCH (child:Child {space: $space})-[tie:MERGED_INTO|CANONICAL]->() DELETE tie REMOVE child:Child",
                Map.of());
        letTheHoldPass();
        awaitFiltered(destination, "The merge was undone before it was told");
        assertEquals(List.of(), aliases());
    }

    @Test
    void theIdsThatWereToldAreThoseThatAreAliased() {
        destination("{\"ids\":{\"anonymous\":true},\"calls\":{\"audience\":[\"identify\"]}}");
        workbench.audience(Workbench.anybody(Workbench.body("vip", "event('Order').count() > 0")));
        workbench.track("ada", "Order");
        space.track("{\"anonymousId\":\"a1\",\"event\":\"Order\"}").ok();
        space.track(
                "{\"anonymousId\":\"a2\",\"event\":\"Look\",\"context\":{\"externalIds\":[{\"id\":\"a1\",\"type\":\"anonymous_id\","
                        + "\"collection\":\"users\",\"encoding\":\"none\"}]}}")
                .ok();
        workbench.refresh();
        Await.until("all are told", () -> receiver.messages().size() == 3);
        merge("Login");
        awaitHeld(1);
        letTheHoldPass();
        Await.until("the aliases", () -> aliases().size() == 2);
        assertEquals(List.of("a1 is ada", "a2 is ada"), aliases());
    }

    @Test
    void withoutAUserIdThereIsNoAlias() {
        String destination = destination(QUIET);
        space.identify("{\"anonymousId\":\"a0\",\"traits\":{\"email\":\"ada@x.example\"}}").ok();
        workbench.track("anon:a1", "Look");
        space.identify("{\"anonymousId\":\"a1\",\"traits\":{\"email\":\"ada@x.example\"}}").ok();
        awaitHeld(1);
        letTheHoldPass();
        awaitFiltered(destination, "The person who took in the other one has no user ID");
    }

    @Test
    void whatWasHeldWhenItWasSwitchedOffIsNeverTold() {
        String destination = destination(QUIET);
        workbench.track("ada", "Look");
        workbench.track("anon:a1", "Look");
        merge("Login");
        awaitHeld(1);
        for (boolean on : List.of(false, true)) {
            space.manage("PATCH", "destinations/" + destination, "{\"aliasOnMerge\":{\"enabled\":" + on + "}}").ok();
        }
        letTheHoldPass();
        awaitHeld(0);
        assertEquals(0, workbench.cypher("MATCH (delivery:Delivery {space: $space}) RETURN delivery", Map.of()).size());
    }
}
