package io.selfsame.compute.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Http;
import io.selfsame.server.Server;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A trait has one source: the calls that send it, or the definition that writes it. */
class TraitOfDefinitionIT {

    private static final String ORDERED = "event('Order').count() > 0";

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;

    private static ObjectNode body(String key, String query) {
        return Workbench.anybody(Workbench.body(key, query));
    }

    private Reply audience(ObjectNode body) {
        return space.manage("POST", "audiences", body.toString());
    }

    private void identify(String who, String traits) {
        workbench.identify(who, traits);
    }

    private void group(String account, String traits) {
        space.send("group", "{\"userId\":\"u1\",\"groupId\":\"" + account + "\",\"traits\":" + traits + "}").ok();
    }

    private JsonNode traits(String who) {
        return space.profile("user_id:" + who, "traits?limit=100").ok().body().path("traits");
    }

    private JsonNode accountTraits(String account) {
        return space.get("collections/accounts/profiles/group_id:" + account + "/traits").ok().body().path("traits");
    }

    private List<String> violations() {
        JsonNode data = space.manage("GET", "violations?limit=100", "").ok().body().path("data");
        return StreamSupport.stream(data.spliterator(), false)
                .map(row -> row.path("code").asText() + " " + row.path("field").asText() + " "
                        + row.path("value").asText() + " " + row.path("count").asInt())
                .sorted().toList();
    }

    private static void assertRefused(Reply reply) {
        assertEquals(409, reply.status(), reply.toString());
        assertEquals("conflict", reply.code());
        String message = reply.body().at("/error/message").asText();
        assertTrue(message.contains("'vip'") && message.contains("\"replaceTrait\": true"), message);
    }

    @Test
    void aKeyThatIsATraitOfPeopleIsRefused() {
        identify("u1", "{\"vip\":true}");
        assertRefused(audience(body("vip", ORDERED).put("enabled", false)));
        String silver = workbench.audience(body("silver", "trait('vip')"));
        assertRefused(audience(body("vip", ORDERED)));
        assertRefused(audience(body("vip", ORDERED).put("replaceTrait", false)));
        assertRefused(space.manage("POST", "audiences?dryRun=true", body("vip", ORDERED).toString()));
        assertRefused(
                space.manage("POST", "computed-traits", body("vip", "event('Order').count()").toString()));
        workbench.refresh();
        assertEquals(Set.of("u1"), workbench.members(silver));
        assertEquals(Http.json("{\"silver\":true,\"vip\":true}"), traits("u1"));
        workbench.trait(Workbench.ofAccounts(body("vip", "event('Order').count()")));
    }

    @Test
    void aKeyThatIsATraitOfAccountsIsRefusedForAccounts() {
        group("acme", "{\"vip\":true}");
        ObjectNode ofAccounts = Workbench.ofAccounts(body("vip", "ANY(event('Order').count() > 0)"));
        assertRefused(audience(ofAccounts));
        workbench.audience(body("vip", ORDERED));
        workbench.audience(ofAccounts.put("replaceTrait", true));
    }

    @Test
    void anAudienceOfAccountsDoesNotComeBetweenAnAudienceAndTheTraitOfPeople() {
        identify("u1", "{\"vip\":true}");
        group("acme", "{\"name\":\"Acme\"}");
        ObjectNode ofAccounts = Workbench.ofAccounts(body("vip", "ANY(event('Order').count() > 0)"));
        String silver = workbench.audience(body("silver", "trait('vip')"));
        assertRefused(audience(ofAccounts));
        workbench.refresh();
        assertEquals(Set.of("u1"), workbench.members(silver));
        workbench.audience(ofAccounts.put("replaceTrait", true));
        workbench.refresh();
        assertEquals(Set.of(), workbench.members(silver));
        assertEquals(Http.json("{\"silver\":false,\"vip\":true}"), traits("u1"));
    }

    @Test
    void aRemovedTraitIsNone() {
        identify("u1", "{\"vip\":true,\"plan\":[1]}");
        identify("u1", "{\"vip\":null,\"plan\":null}");
        workbench.audience(body("vip", ORDERED));
        workbench.audience(body("plan", ORDERED));
    }

    @Test
    void aDefinitionThatReplacesATraitDropsWhatWasSent() {
        identify("u1", "{\"vip\":true,\"name\":\"Ada\"}");
        identify("u2", "{\"vip\":true}");
        group("acme", "{\"vip\":true,\"name\":\"Acme\"}");
        String silver = workbench.audience(body("silver", "trait('vip')"));
        workbench.refresh();
        assertEquals(Set.of("u1", "u2"), workbench.members(silver));
        assertEquals(200, space.manage("POST", "audiences?dryRun=true",
                body("vip", ORDERED).put("replaceTrait", true).toString()).status());
        workbench.refresh();
        assertTrue(traits("u1").path("vip").asBoolean(), "nothing is dropped by a dry run");
        workbench.audience(body("vip", ORDERED).put("replaceTrait", true));
        workbench.track("u2", "Order");
        workbench.refresh();
        assertEquals(Set.of("u2"), workbench.members(silver));
        assertEquals(Http.json("{\"name\":\"Ada\",\"silver\":false}"), traits("u1"));
        assertEquals(Http.json("{\"silver\":true,\"vip\":true}"), traits("u2"));
        assertEquals(Http.json("{\"name\":\"Acme\",\"vip\":true}"), accountTraits("acme"));
        workbench.audience(Workbench.ofAccounts(body("vip", "ANY(event('Order').count() > 5)"))
                .put("replaceTrait", true));
        workbench.refresh();
        assertEquals(Http.json("{\"name\":\"Acme\"}"), accountTraits("acme"));
        assertEquals(0, workbench.cypher("MATCH (definition:Definition {space: $space}) WHERE definition.replaces"
                + " RETURN definition", Map.of()).size());
    }

    @Test
    void aDefinitionIsNotDeletedBeforeWhatItReplacesIsDropped() {
        identify("u1", "{\"vip\":true}");
        String vip = workbench.audience(body("vip", ORDERED).put("replaceTrait", true));
        for (String route : List.of("audiences/" + vip + "?dryRun=true", "audiences/" + vip)) {
            Reply refused = space.manage("DELETE", route, "");
            assertEquals(409, refused.status(), refused.toString());
            String message = refused.body().at("/error/message").asText();
            assertTrue(message.contains("'vip'") && message.contains("try again"), message);
        }
        assertEquals(Http.json("{}"), traits("u1"));
        workbench.refresh();
        space.manage("DELETE", "audiences/" + vip, "").ok();
        workbench.refresh();
        assertEquals(Http.json("{}"), traits("u1"));
    }

    @Test
    void nobodyKeepsTheNameOfATraitThatIsReplaced() {
        identify("u1", "{\"name\":\"Ada\",\"email\":\"ada@example.com\"}");
        identify("u2", "{\"name\":\"Bob\"}");
        space.send("alias", "{\"userId\":\"u2\",\"previousId\":\"u3\"}").ok();
        group("acme", "{\"name\":\"Acme\"}");
        assertEquals(List.of("Ada", "Bob"), names());
        workbench.audience(Workbench.ofAccounts(body("name", "ANY(event('Order').count() > 0)"))
                .put("replaceTrait", true));
        workbench.refresh();
        assertEquals(List.of("Ada", "Bob"), names(), "the trait of accounts is another");
        workbench.audience(body("name", ORDERED).put("replaceTrait", true));
        workbench.refresh();
        assertEquals(List.of("ada@example.com", "u2"), names());
    }

    private List<String> names() {
        return workbench.cypher("MATCH (person:Profile {space: $space}) WHERE NOT person:Child"
                + " RETURN person.name AS name ORDER BY name", Map.of()).stream()
                .map(row -> row.get("name").asString()).toList();
    }

    @Test
    void onlyAValueThatWasSentIsMarkedAsSent() {
        identify("u1", "{\"plan\":1,\"tags\":[1],\"gone\":1,\"back\":1}");
        identify("u1", "{\"gone\":null,\"back\":null}");
        identify("u1", "{\"back\":2}");
        group("acme", "{\"plan\":1,\"gone\":1}");
        group("acme", "{\"gone\":null}");
        String vip = workbench.audience(body("vip", ORDERED));
        workbench.track("u1", "Order");
        workbench.refresh();
        List<String> sent = List.of("back USERS", "plan ACCOUNTS", "plan USERS", "tags USERS");
        assertEquals(sent, sent());
        space.manage("DELETE", "audiences/" + vip, "").ok();
        workbench.refresh();
        assertEquals(sent, sent());
        identify("u1", "{\"vip\":1}");
        assertEquals(5, sent().size(), "sent once there is no definition of it");
    }

    private List<String> sent() {
        return workbench.cypher("MATCH (trait:Trait {space: $space}) WHERE trait.sentFor IS NOT NULL"
                + " RETURN trait.name + ' ' + trait.sentFor AS sent ORDER BY sent", Map.of()).stream()
                .map(row -> row.get("sent").asString()).toList();
    }

    @Test
    void aTraitThatComesLaterIsNotedAndNeverShown() {
        String vip = workbench.audience(body("vip", ORDERED));
        String silver = workbench.audience(body("silver", "trait('vip')"));
        workbench.audience(Workbench.ofAccounts(body("tier", "ANY(event('Order').count() > 0)")));
        identify("u1", "{\"vip\":true,\"tier\":1}");
        workbench.track("u2", "Order");
        identify("u2", "{\"vip\":\"no\",\"name\":\"Ada\"}");
        group("acme", "{\"vip\":3,\"tier\":2}");
        assertEquals(Http.json("{\"tier\":1}"), traits("u1"), "also before any refresh");
        assertEquals(Http.json("{\"vip\":3}"), accountTraits("acme"));
        workbench.refresh();
        identify("u2", "{\"vip\":null}");
        workbench.refresh();
        assertEquals(Set.of("u2"), workbench.members(vip));
        assertEquals(Set.of("u2"), workbench.members(silver));
        assertEquals(Http.json("{\"tier\":1}"), traits("u1"));
        assertEquals(Http.json("{\"name\":\"Ada\",\"silver\":true,\"vip\":true}"), traits("u2"));
        assertEquals(List.of("trait_of_definition traits.tier 2 1", "trait_of_definition traits.vip \"no\" 1",
                "trait_of_definition traits.vip null 1", "trait_of_definition traits.vip true 1"), violations());
        assertEquals(Http.json("{\"vip\":true,\"tier\":1}"),
                Http.json(workbench.cypher("MATCH (event:Event {space: $space}) WHERE event.type = 'identify'"
                        + " RETURN event.body AS body ORDER BY event.seq LIMIT 1", Map.of()).getFirst().get("body")
                        .asString()).path("traits"),
                "the event is kept as it came");
    }

    @Test
    void tenAreNotedOfOneEvent() {
        ObjectNode traits = Http.JSON.createObjectNode().put("other", 1);
        for (int i = 0; i < 12; i++) {
            workbench.audience(body("a" + i, ORDERED));
            traits.put("a" + i, true);
        }
        space.identify(Http.JSON.createObjectNode().put("userId", "u1").put("timestamp", "soon")
                .set("traits", traits).toString()).ok();
        List<String> noted = violations();
        assertEquals(11, noted.size(), noted.toString());
        assertEquals(9, noted.stream().filter(row -> row.startsWith("trait_of_definition ")).count());
        assertTrue(noted.contains("more_violations   1"), noted.toString());
        assertEquals(Http.json("{\"other\":1}"), traits("u1"));
    }

    @Test
    void aDeletedDefinitionFreesTheName() {
        ObjectNode vip = body("vip", ORDERED);
        String first = workbench.audience(vip);
        workbench.track("u1", "Order");
        workbench.refresh();
        space.manage("DELETE", "audiences/" + first, "").ok();
        String second = workbench.audience(vip);
        workbench.refresh();
        space.manage("DELETE", "audiences/" + second, "").ok();
        workbench.refresh();
        assertEquals(Http.json("{\"vip\":true}"), traits("u1"), "the result stays as an ordinary trait");
        String third = workbench.audience(vip);
        workbench.refresh();
        identify("u2", "{\"vip\":1}");
        assertEquals(Http.json("{}"), traits("u2"));
        space.manage("DELETE", "audiences/" + third, "").ok();
        identify("u2", "{\"vip\":2}");
        assertEquals(Http.json("{\"vip\":2}"), traits("u2"));
        assertEquals(List.of("trait_of_definition traits.vip 1 1"), violations());
        workbench.refresh();
        assertEquals(Http.json("{\"vip\":2}"), traits("u2"));
        assertRefused(audience(vip));
        workbench.audience(vip.put("replaceTrait", true));
        workbench.refresh();
        assertEquals(Http.json("{}"), traits("u2"));
        assertEquals(Http.json("{\"vip\":true}"), traits("u1"));
    }

    /** Of an event and a definition that come at the same time, at any instances, one is first, and the other knows. */
    @Test
    void eitherTheTraitOrTheDefinitionIsFirst() throws Exception {
        try (Server second = TestServer.shared().secondInstance(); var threads = Executors.newFixedThreadPool(8)) {
            TestSpace there = space.at(TestServer.urlOf(second));
            List<Future<Reply>> made = new ArrayList<>();
            List<Future<Reply>> sent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "t" + i;
                TestSpace either = i % 2 == 0 ? space : there;
                sent.add(threads.submit(() -> either.identify(
                        "{\"userId\":\"u\",\"traits\":{\"" + name + "\":1}}")));
                made.add(threads.submit(() -> audience(body(name, ORDERED))));
            }
            for (Future<Reply> one : sent) {
                one.get().ok();
            }
            JsonNode shown = traits("u");
            Set<String> noted = Set.copyOf(violations());
            for (int i : IntStream.range(0, 40).toArray()) {
                int status = made.get(i).get().status();
                assertEquals(shown.has("t" + i) ? 409 : 200, status, "t" + i + " of " + shown);
                assertEquals(status == 200, noted.contains("trait_of_definition traits.t" + i + " 1 1"),
                        "t" + i + " of " + noted);
            }
        }
    }

    @Test
    void whatAnEarlierVersionTookIsHiddenAsLongAsTheDefinitionExists() {
        String vip = workbench.audience(body("vip", ORDERED));
        workbench.audience(Workbench.ofAccounts(body("tier", "ANY(event('Order').count() > 0)")));
        workbench.audience(body("plain", ORDERED));
        identify("u1", "{\"other\":true,\"name\":\"Ada\",\"level\":1}");
        group("acme", "{\"other\":1,\"level\":2}");
        workbench.cypher("MATCH (trait:Trait {space: $space, name: 'other'}) SET trait.name = 'vip'", Map.of());
        workbench.cypher("MATCH (trait:Trait {space: $space, name: 'level'}) SET trait.name = 'tier'", Map.of());
        workbench.cypher("MATCH (definition:Definition {space: $space}) REMOVE definition.replaces"
                + " SET definition:HidesTrait", Map.of());
        for (int i = 0; i < 2; i++) {
            assertEquals(Http.json("{\"name\":\"Ada\",\"tier\":1}"), traits("u1"));
            assertEquals(Http.json("{\"vip\":1}"), accountTraits("acme"));
            assertEquals(Http.json("{\"name\":\"Ada\",\"tier\":1}"),
                    space.profile("user_id:u1", "traits?limit=100&include=vip,name,tier").ok().body().path("traits"));
            workbench.refresh();
        }
        assertEquals(List.of("tier", "vip"), workbench.cypher("MATCH (definition:HidesTrait {space: $space})"
                + " RETURN definition.trait AS key ORDER BY key", Map.of()).stream()
                .map(row -> row.get("key").asString())
                .toList());
        workbench.track("u1", "Order");
        workbench.refresh();
        assertEquals(Http.json("{\"name\":\"Ada\",\"plain\":true,\"tier\":1,\"vip\":true}"), traits("u1"));
        assertEquals(2, workbench.cypher("MATCH (trait:Trait {space: $space, name: 'vip'}) WHERE trait.class IS NULL"
                + " RETURN trait", Map.of()).size(), "of the person and the account");
        space.manage("DELETE", "audiences/" + vip, "").ok();
        workbench.refresh();
        assertEquals(Http.json("{\"name\":\"Ada\",\"plain\":true,\"tier\":1,\"vip\":true}"), traits("u1"));
        assertRefused(audience(body("vip", ORDERED)));
    }

    @Test
    void whoHasManyTraitsShowsNoneThatAreReplaced() {
        ObjectNode many = Http.JSON.createObjectNode().put("vip", true);
        for (int i = 0; i < 150; i++) {
            many.put("n" + i, i);
        }
        for (int i = 0; i < 3; i++) {
            ObjectNode more = Http.JSON.createObjectNode();
            for (int j = 0; j < 150; j++) {
                more.put("n" + i + "_" + j, j);
            }
            identify("u1", more.toString());
        }
        identify("u1", many.toString());
        workbench.audience(body("vip", ORDERED).put("replaceTrait", true));
        assertEquals(Http.json("{\"n0\":0}"),
                space.profile("user_id:u1", "traits?include=vip,n0").ok().body().path("traits"), "before any refresh");
    }
}
