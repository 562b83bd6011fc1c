package io.selfsame.compute.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.inspect.Explanations;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What much, costly or damaged data do to previews, explanations and refreshes: nothing to others, and it is said. */
class BoundedEvaluationIT {

    /** Compares each event with all after it, which nothing makes shorter. */
    private static final String PAIRS = "event('V').where(event('V').where(property('n') = property(parent: 'n'))"
            + ".count() >= 0).count()";

    private static final String DAMAGED = "cannot be read";

    private final Workbench bench = new Workbench();

    /** Many events of one person, as if they had been sent; the refresh does not know of them by the ledger. */
    private String whale(String user, int events) {
        bench.track(user, "V", Workbench.ago(Duration.ofDays(2)), "{\"n\":1}");
        String id = bench.space.segmentIdOf("user_id:" + user).orElseThrow();
        bench.cypher("""
                MATCH (profile:Profile {segmentId: $id})
                UNWIND range(1, $events) AS i
                CREATE (event:Event)-[:OF]->(profile)
                SET event = {space: $space, messageId: $id + i, seq: -i, owner: $id, type: 'track', name: 'V',
                    timestamp: $at + duration({seconds: i}), sourceId: '', outcome: 'Attached', rulesVersion: 1,
                    body: '{"type":"track","event":"V","properties":{"n":1}}', `properties.n`: 1}
                RETURN count(event)""",
                Map.of("id", id, "events", events, "at",
                        Workbench.ago(Duration.ofDays(1)).atZone(java.time.ZoneOffset.UTC)));
        return id;
    }

    private static ObjectNode body(String query) {
        ObjectNode body = Workbench.anybody(Workbench.body("", query));
        body.remove("name");
        return body;
    }

    private Reply ask(String kind, ObjectNode body) {
        return bench.space.manage("POST", kind + "/previews", body.toString());
    }

    private static String id(Reply reply) {
        return reply.ok().body().at("/data").findValue("id").asText();
    }

    private JsonNode done(String kind, Reply asked) {
        String id = id(asked);
        String path = kind + "/previews/" + id;
        Await.until("it is worked out", () -> !bench.get(path).ok().body().at("/data").findValue("status").asText()
                .equals("RUNNING"));
        JsonNode preview = bench.get(path).ok().body().path("data").elements().next();
        assertEquals("COMPLETED", preview.path("status").asText(), preview::toString);
        return preview;
    }

    private void refused(Reply reply, int status, String code, String says) {
        assertEquals(status, reply.status(), reply::toString);
        assertEquals(code, reply.code(), reply::toString);
        assertTrue(reply.body().at("/error/message").asText().contains(says), reply::toString);
    }

    @Test
    void whatCostsTooMuchOfOnePersonFailsOfThemAndOthersAreFound() {
        String whale = whale("whale", 6_500);
        bench.track("u2", "V", Workbench.ago(Duration.ofHours(3)), "{\"n\":1}");
        JsonNode preview = done("computed-traits", ask("computed-traits", body(PAIRS)));
        assertEquals(1, preview.at("/size/count").asInt(), preview::toString);
        assertEquals(1, preview.at("/failed/count").asInt(), preview::toString);
        assertEquals(whale, preview.at("/failed/examples/0").asText(), preview::toString);
        assertTrue(preview.at("/failed/reason").asText().contains("needs more than"), preview::toString);
        assertFalse(preview.has("unreadable"), preview::toString);

        String trait = bench.trait(Workbench.anybody(Workbench.body("Pairs", PAIRS)));
        bench.refresh();
        JsonNode failing = bench.trait(trait);
        assertEquals("Failed", failing.path("status").asText(), failing::toString);
        assertTrue(failing.path("error").asText().contains("needs more than"), failing::toString);
        assertTrue(failing.path("error").asText().contains(whale), failing::toString);
        assertEquals("1", bench.space.profile("user_id:u2", "traits").ok().body().at("/traits/pairs").asText());
        refused(bench.get("computed-traits/" + trait + "/explain/user_id:whale"), 422, "evaluation_failed",
                "needs more than");
    }

    /** Two of each at once used to hold all threads that requests run on. */
    @Test
    void whileSuchAreWorkedOnOthersAreAnswered() throws Exception {
        whale("whale", 6_500);
        whale("other", 6_500);
        String trait = bench.trait(Workbench.anybody(Workbench.body("Pairs", PAIRS)));
        List<Callable<Reply>> asks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            asks.add(() -> bench.get("computed-traits/" + trait + "/explain/user_id:whale"));
            asks.add(() -> ask("computed-traits", body(PAIRS)));
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<Reply>> answers = asks.stream().map(threads::submit).toList();
            for (int i = 0; i < 20; i++) {
                assertEquals(200, Http.send(bench.space.url(), "GET", "/health/live", "").status());
            }
            for (Future<Reply> answer : answers) {
                assertTrue(Set.of(200, 422, 429, 503).contains(answer.get().status()), answer.get().toString());
            }
        }
    }

    @Test
    void aDeletedPreviewIsGoneThoughItWasBeingWorkedOn() {
        whale("whale", 6_500);
        String running = id(ask("computed-traits", body(PAIRS)));
        String waiting = id(ask("computed-traits", body(PAIRS)));
        for (String id : List.of(running, waiting)) {
            String path = "computed-traits/previews/" + id;
            assertEquals(404, bench.space.manage("DELETE", "audiences/previews/" + id, "").status());
            assertEquals("SUCCESS", bench.space.manage("DELETE", path, "").ok().body().at("/data/status").asText());
            assertEquals(404, bench.get(path).status());
            assertEquals(404, bench.space.manage("DELETE", path, "").status());
        }
        // Of one space one is worked on at a time, so those two are over.
        done("audiences", ask("audiences", body("event('V').count() > 0")));
        assertEquals(404, bench.get("computed-traits/previews/" + running).status());
        assertEquals(404, bench.get("computed-traits/previews/" + waiting).status());
    }

    @Test
    void previewsEndWithTheirService() {
        whale("whale", 6_500);
        whale("other", 6_500);
        String id;
        try (var second = TestServer.shared().secondInstance()) {
            var there = bench.space.at(TestServer.urlOf(second));
            id = id(there.manage("POST", "computed-traits/previews", body(PAIRS).toString()));
        }
        JsonNode preview = bench.get("computed-traits/previews/" + id).ok().body().at("/data/computedTraitPreview");
        assertEquals("FAILED", preview.path("status").asText(), preview::toString);
        assertTrue(preview.path("failureReason").asText().contains("stopped"), preview::toString);
    }

    @Test
    void somebodyWithManyEventsIsReadByThemselves() {
        whale("whale", 12_000);
        bench.track("u2", "V", Workbench.ago(Duration.ofHours(3)), "{\"n\":1}");
        bench.track("u2", "W", Workbench.ago(Duration.ofHours(3)), "{}");
        String query = "event('V').where(property('n') >= 1).count()";
        JsonNode now = done("computed-traits", ask("computed-traits", body(query + "")));
        assertEquals(2, now.at("/size/count").asInt(), now::toString);
        assertEquals(Set.of("12001", "1"), Set.copyOf(now.path("results").findValuesAsText("value")), now::toString);
        JsonNode then = done("computed-traits", ask("computed-traits", body(query).put("asOf",
                Workbench.ago(Duration.ofHours(22)).toString())));
        assertEquals(1, then.at("/size/count").asInt(), then::toString);
        assertTrue(then.at("/results/0/value").asInt() > 7_000, then::toString);
        bench.trait(Workbench.anybody(Workbench.body("Many", query)));
        bench.refresh();
        assertEquals(12_001, bench.space.profile("user_id:whale", "traits").ok().body().at("/traits/many").asInt());
    }

    @Test
    void aDamagedTraitFailsThoseAloneThatAskForItOfThisPersonAlone() {
        bench.identify("u1", "{\"plan\":[\"pro\"]}");
        bench.identify("u2", "{\"plan\":[\"pro\"]}");
        bench.track("u1", "Order");
        bench.track("u2", "Order");
        String damaged = bench.space.segmentIdOf("user_id:u1").orElseThrow();
        assertEquals(1, bench.cypher("MATCH (t:Trait {key: $id + '/plan'}) SET t.json = '[\"pro' RETURN t",
                Map.of("id", damaged)).size());
        String plans = "trait('plan').contains('pro')";
        JsonNode preview = done("audiences", ask("audiences", body(plans)));
        assertEquals(1, preview.at("/size/count").asInt(), preview::toString);
        assertUnreadable(preview, damaged);
        String audience = bench.audience("Pro", plans);
        String orders = bench.audience("Buyers", "event('Order').count() > 0");
        bench.refresh();
        assertEquals(Set.of("u2"), bench.members(audience));
        assertEquals(Set.of("u1", "u2"), bench.members(orders));
        assertEquals("Live", bench.audience(orders).path("status").asText());
        JsonNode failing = bench.audience(audience);
        assertEquals("Failed", failing.path("status").asText(), failing::toString);
        assertTrue(failing.path("error").asText().contains(DAMAGED), failing::toString);
        assertTrue(failing.path("error").asText().contains(damaged), failing::toString);
        refused(bench.get("audiences/" + audience + "/explain/user_id:u1"), 422, "evaluation_failed", DAMAGED);
        assertTrue(bench.get("audiences/" + audience + "/explain/user_id:u2").ok().body().at("/data/value")
                .asBoolean());
        bench.identify("u1", "{\"plan\":[\"pro\"]}");
        bench.refresh();
        assertEquals(Set.of("u1", "u2"), bench.members(audience));
        assertEquals("Live", bench.audience(audience).path("status").asText());
    }

    private static void assertUnreadable(JsonNode preview, String who) {
        assertEquals(1, preview.at("/unreadable/count").asInt(), preview::toString);
        assertEquals(who, preview.at("/unreadable/examples/0").asText(), preview::toString);
        assertTrue(preview.at("/unreadable/reason").asText().contains(DAMAGED), preview::toString);
        assertFalse(preview.has("failed"), preview::toString);
    }

    @Test
    void aDamagedBodyIsLeftOutOfAPreviewHoweverItLooks() {
        Instant at = Workbench.ago(Duration.ofHours(1));
        bench.track("u1", "Order", at, "{\"total\":5}");
        bench.track("u2", "Order", at, "{\"total\":5}");
        bench.identify("u1", "{\"plan\":\"pro\"}");
        String damaged = bench.space.segmentIdOf("user_id:u1").orElseThrow();
        bench.cypher("MATCH (e:Event {owner: $id}) SET e.body = '{\"a' RETURN e", Map.of("id", damaged));
        for (String window : List.of(".within(2 days)", "")) {
            JsonNode preview = done("audiences", ask("audiences",
                    body("event('Order').where(property('total') > 1)" + window + ".count() > 0")));
            assertEquals(1, preview.at("/size/count").asInt(), preview::toString);
            assertUnreadable(preview, damaged);
        }
        JsonNode then = done("audiences", ask("audiences", body("NOT trait('plan') = 'pro'").put("asOf",
                Instant.now().plusSeconds(5).toString())));
        assertEquals(1, then.at("/size/count").asInt(), then::toString);
        assertUnreadable(then, damaged);
    }

    /** What was computed is computed anew. */
    @Test
    void aDamagedResultMendsItself() {
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"sku\":\"a\"}");
        String trait = bench.trait("Skus", "event('Order').unique(property('sku'))");
        bench.refresh();
        assertEquals(1, bench.cypher("MATCH (t:Trait {definition: $trait}) SET t.json = '[\"' RETURN t",
                Map.of("trait", trait)).size());
        bench.track("u1", "Order", Workbench.ago(Duration.ofMinutes(1)), "{\"sku\":\"b\"}");
        bench.refresh();
        assertEquals("[\"a\",\"b\"]", bench.space.profile("user_id:u1", "traits").ok().body().at("/traits/skus")
                .toString());
    }

    @Test
    void accountsThatAreTooLargeAreNotExplained() {
        StringBuilder batch = new StringBuilder("[");
        for (int i = 0; i <= Explanations.MOST_MEMBERS; i++) {
            batch.append(i == 0 ? "" : ",").append("{\"type\":\"group\",\"userId\":\"m").append(i)
                    .append("\",\"groupId\":\"acme\"}");
        }
        bench.space.batch(batch + "]").ok();
        bench.group("m1", "small");
        bench.track("m1", "Order");
        String audience = bench.audience(Workbench.ofAccounts(Workbench.body("Buying", "event('Order').count() > 0")));
        String people = bench.audience("Of buying", "trait('buying')");
        refused(bench.get("audiences/" + audience + "/explain/group_id:acme"), 422, "too_much",
                "has more than 1000 members, and only smaller ones are explained");
        bench.get("audiences/" + audience + "/explain/group_id:small").ok();
        bench.refresh();
        JsonNode data = bench.get("audiences/" + people + "/explain/user_id:m2").ok().body().path("data");
        assertTrue(data.path("value").asBoolean(), data::toString);
        assertEquals("acme", data.at("/accountsAsOfLastRefresh/0").asText(), data::toString);
        JsonNode preview = done("audiences", ask("audiences", body("trait('buying')")));
        assertEquals(Explanations.MOST_MEMBERS + 1, preview.at("/size/count").asInt(), preview.path("size")::toString);
    }
}
