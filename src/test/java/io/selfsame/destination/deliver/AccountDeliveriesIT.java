package io.selfsame.destination.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
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
        destination(send, "everybody");
    }

    private void destination(String send, String firstSync) {
        assertEquals(201,
                space.manage("POST", "destinations", "{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{\"url\":\""
                        + receiver.url() + "\"},\"firstSync\":\"" + firstSync + "\",\"send\":" + send + "}").status());
    }

    /** What the members are told, in any order. */
    private List<String> taken(int from) {
        List<String> all = receiver.taken();
        return all.subList(from, all.size()).stream().sorted().toList();
    }

    /** From the account to those who belong to it, and to whoever joins them. */
    @Test
    void membersAreToldOfTheirAccounts() {
        destination("{\"accounts\":\"members\"}");
        workbench.group("u3", "acme");
        String buyers = workbench.accountsThatBuy();
        Await.until("both members", () -> receiver.taken().size() >= 4);
        assertEquals(List.of("u1 Audience Entered", "u1 buyers=true", "u3 Audience Entered", "u3 buyers=true"),
                taken(0));
        workbench.group("u4", "acme");
        // Whoever says once more that they belong to it is not told again.
        workbench.group("u1", "acme");
        Await.until("who has joined", () -> receiver.taken().size() >= 6);
        assertEquals(List.of("u4 Audience Entered", "u4 buyers=true"), taken(4));
        space.identify("{\"userId\":\"u4\",\"anonymousId\":\"a4\"}").ok();
        workbench.refresh();
        space.manage("DELETE", "audiences/" + buyers, "").ok();
        Await.until("all taken back", () -> receiver.taken().size() >= 12);
        assertEquals(List.of("u1 Audience Exited", "u1 buyers=false", "u3 Audience Exited", "u3 buyers=false",
                "u4 Audience Exited", "u4 buyers=false"), taken(6));
        assertTrue(receiver.messages().stream().noneMatch(message -> message.has("groupId")));
    }

    @Test
    void membersOfAnAccountThatLeavesAreToldButThoseOfAnotherOne() {
        destination("{\"accounts\":\"members\"}");
        workbench.group("u1", "acme");
        workbench.group("u2", "beta");
        workbench.group("u3", "acme");
        workbench.group("u3", "beta");
        workbench.track("u1", "Order");
        workbench.track("u2", "Order");
        workbench.audience(Workbench.ofAccounts(Workbench.body("Shops",
                "ANY(event('Order').count() >= 1) AND NOT ANY(event('Stop').count() >= 1)")));
        workbench.refresh();
        Await.until("three members", () -> receiver.taken().size() >= 6);
        assertEquals(6, receiver.taken().size(), () -> receiver.taken().toString());
        // Who joins both accounts at a time has entered once.
        space.send("batch", "{\"batch\":[{\"type\":\"group\",\"userId\":\"u4\",\"groupId\":\"acme\"},"
                + "{\"type\":\"group\",\"userId\":\"u4\",\"groupId\":\"beta\"}]}").ok();
        Await.until("who has joined both", () -> receiver.taken().size() >= 8);
        assertEquals(List.of("u4 Audience Entered", "u4 shops=true"), taken(6));
        workbench.track("u1", "Stop");
        workbench.refresh();
        Await.until("who is in none now", () -> receiver.taken().size() >= 10);
        assertEquals(List.of("u1 Audience Exited", "u1 shops=false"), taken(8));
    }

    /** What is known of a person by the child goes with it, and nobody is told of what holds still. */
    @Test
    void aMergeOfMembersTakesNothingBack() {
        destination("{\"accounts\":\"members\",\"traits\":[]}");
        workbench.group("anon:a1", "acme");
        workbench.group("u2", "beta");
        workbench.accountsThatBuy();
        Await.until("the member with a user ID", () -> receiver.taken().size() >= 2);
        space.identify("{\"userId\":\"u2\",\"anonymousId\":\"a1\"}").ok();
        workbench.refresh();
        Await.until("who has become a member by a merge", () -> receiver.taken().size() >= 4);
        assertEquals(List.of("u2 Audience Entered", "u2 buyers=true"), taken(2));
        space.identify("{\"userId\":\"u1\",\"anonymousId\":\"a1\"}").ok();
        workbench.refresh();
        workbench.group("u5", "acme");
        Await.until("the next one", () -> receiver.taken().size() >= 6);
        assertEquals(List.of("u5 Audience Entered", "u5 buyers=true"), taken(4));
    }

    /** There was no ID to tell it to when they entered. */
    @Test
    void whoGetsAnIdAfterTheyEnteredIsToldWhereOnlyChangesAreTold() {
        workbench.accountsThatBuy();
        destination("{\"accounts\":\"members\"}", "changes");
        workbench.group("anon:a9", "acme");
        workbench.group("u8", "acme");
        Await.until("who had an ID", () -> receiver.taken().size() >= 2);
        space.identify("{\"userId\":\"u9\",\"anonymousId\":\"a9\"}").ok();
        workbench.refresh();
        Await.until("who had none", () -> receiver.taken().size() >= 4);
        assertEquals(List.of("u9 Audience Entered", "u9 buyers=true"), taken(2));
    }

    @Test
    void aNewDestinationIsToldOfMembersAndThePlanCountsThem() {
        workbench.group("u3", "acme");
        workbench.trait(Workbench.ofAccounts(Workbench.body("Orders", "event('Order').count()")));
        workbench.accountsThatBuy();
        plan("group", "buyers 0 1 2, orders 0 1 1");
        plan("members", "buyers 2 1 4, orders 0 1 1");
        plan("none", "");
        destination("{\"accounts\":\"members\",\"traits\":[]}");
        Await.until("both members", () -> receiver.taken().size() >= 4);
        assertEquals(List.of("u1 Audience Entered", "u1 buyers=true", "u3 Audience Entered", "u3 buyers=true"),
                taken(0));
    }

    /** @param expected of each definition its key, and how many people, accounts and messages there are */
    private void plan(String accounts, String expected) {
        JsonNode data = space.manage("POST", "destinations?dryRun=true",
                "{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{\"url\":\"" + receiver.url()
                        + "\"},\"send\":{\"accounts\":\"" + accounts
                        + "\",\"definitions\":{\"nosuch\":{\"enabled\":false}}}}")
                .ok().body().path("data");
        List<String> counted = new ArrayList<>();
        data.at("/plan/definitions").forEach(one -> counted.add(one.path("key").asText() + " " + one.path("people")
                + " " + one.path("accounts") + " " + one.path("messages")));
        assertEquals(expected, String.join(", ", counted));
        assertTrue(data.at("/plan/exact").asBoolean());
        assertEquals(Http.json("[\"nosuch\"]"), data.path("unknownKeys"));
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
