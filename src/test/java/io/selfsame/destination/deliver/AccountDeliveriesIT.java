package io.selfsame.destination.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestSpace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What definitions say of accounts. */
class AccountDeliveriesIT {

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private void destination(String send) {
        assertEquals(201,
                space.manage("POST", "destinations", "{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{\"url\":\""
                        + receiver.url() + "\"},\"send\":" + send + "}").status());
    }

    private List<String> words() {
        return receiver.messages().stream().map(message -> message.path("type").asText() + " "
                + message.at("/context/groupId").asText() + " " + message.at("/traits/buyers").asText(
                        message.path("event").asText()))
                .toList();
    }

    @Test
    void anAccountIsToldOnceAndWhatWasToldIsTakenBack() {
        destination("{}");
        String buyers = workbench.accountsThatBuy();
        Await.until("both calls", () -> receiver.messages().size() == 2);
        assertEquals(List.of("group acme true", "track acme Audience Entered"), words());
        JsonNode group = receiver.messages().getFirst();
        assertEquals("acme", group.path("groupId").asText());
        assertEquals("u1", group.path("userId").asText());
        assertEquals(Http.json("{\"buyers\":true}"), group.path("traits"));
        space.manage("DELETE", "audiences/" + buyers, "").ok();
        Await.until("taken back", () -> receiver.messages().size() == 4);
        assertEquals(List.of("group acme false", "track acme Audience Exited"), words().subList(2, 4));
    }

    @Test
    void aNewDestinationIsToldOfAllAccountsThatAreMembers() {
        workbench.trait(Workbench.ofAccounts(Workbench.body("Orders", "event('Order').count()")));
        workbench.accountsThatBuy();
        destination("{}");
        Await.until("all calls", () -> receiver.messages().size() >= 3 && receiver.messages().stream()
                .anyMatch(message -> message.at("/traits/orders").asInt() == 1));
        assertTrue(words().containsAll(List.of("group acme true", "track acme Audience Entered")), words().toString());
    }

    @Test
    void whoWantsNoAccountsIsToldOfNone() {
        destination("{\"accounts\":\"none\"}");
        workbench.accountsThatBuy();
        workbench.audience("vip", "event('Order').count() > 0");
        workbench.refresh();
        Await.until("the person", () -> receiver.messages().size() == 2);
        assertEquals(List.of("u1 vip=true", "u1 Audience Entered"), receiver.taken());
    }
}
