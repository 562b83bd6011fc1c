package io.selfsame.compute.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Values;

/** Previews: how they are asked for, and what becomes of them. */
class PreviewsIT {

    private static final String BUYERS = "event('Order').count() >= 1";

    private final Workbench bench = new Workbench();

    private static ObjectNode body(String query) {
        ObjectNode body = Workbench.body("", query);
        body.remove("name");
        return body;
    }

    private Reply ask(String kind, ObjectNode body) {
        return bench.space.manage("POST", kind + "/previews", body.toString());
    }

    private JsonNode get(String id) {
        return bench.get("audiences/previews/" + id).ok().body().at("/data/audiencePreview");
    }

    private static String id(Reply reply) {
        return reply.ok().body().at("/data").findValue("id").asText();
    }

    private JsonNode completed(Reply asked) {
        String id = id(asked);
        Await.until("it is worked out", () -> !get(id).path("status").asText().equals("RUNNING"));
        assertEquals("COMPLETED", get(id).path("status").asText());
        return get(id);
    }

    private Set<String> found(String query, String asOf) {
        Set<String> found = new HashSet<>();
        completed(ask("audiences", Workbench.anybody(body(query)).put("asOf", asOf))).path("results")
                .forEach(one -> found.addAll(one.path("external_ids").findValuesAsText("id")));
        return found;
    }

    @Test
    void thoseThatAreTakenAreWorkedOutHoweverManyAreAskedForAtOnce() throws Exception {
        bench.track("u1", "Order");
        List<Callable<Reply>> asks = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            asks.add(() -> ask("audiences", body(BUYERS)));
        }
        List<Reply> taken = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> answer : threads.invokeAll(asks)) {
                Reply reply = answer.get();
                assertTrue(reply.status() == 200 || reply.status() == 429, reply.toString());
                if (reply.status() == 200) {
                    taken.add(reply);
                }
            }
        }
        assertTrue(!taken.isEmpty());
        taken.forEach(this::completed);
    }

    @Test
    void thePreviewOfAnAudienceIsNoneOfAComputedTrait() {
        String audience = id(ask("audiences", body(BUYERS)));
        String trait = id(ask("computed-traits", body("event('Order').count()")));
        assertEquals(404, bench.get("computed-traits/previews/" + audience).status());
        assertEquals(404, bench.get("audiences/previews/" + trait).status());
        assertEquals(404, bench.get("audiences/previews/none").status());
        bench.get("computed-traits/previews/" + trait).ok();
    }

    @Test
    void oneWhoseServiceIsGoneHasFailed() {
        String id = id(ask("audiences", body(BUYERS)));
        Await.until("it is worked out", () -> !get(id).path("status").asText().equals("RUNNING"));
        String stop = "MATCH (p:Preview {key: $key}) SET p.createdAt = $at, "
                + "p.answer = replace(p.answer, '\"COMPLETED\"', '\"RUNNING\"'), "
                + "p.instance = coalesce($instance, p.instance)";
        var now = Instant.now().atZone(ZoneOffset.UTC);
        String key = bench.id.key(id);
        bench.cypher(stop, Map.of("key", key, "at", now, "instance", Values.NULL));
        assertEquals("RUNNING", get(id).path("status").asText(), "it may be about to begin");
        bench.cypher(stop, Map.of("key", key, "at", now.minusHours(1), "instance", Values.NULL));
        assertEquals("FAILED", get(id).path("status").asText(), "its service does not work on it");
        assertTrue(get(id).path("failureReason").asText().contains("ask again"), get(id).toString());
        bench.cypher(stop, Map.of("key", key, "at", now.minusHours(1), "instance", "gone"));
        assertEquals("FAILED", get(id).path("status").asText());
        bench.cypher("MERGE (i:Instance {id: $id}) SET i.aliveUntil = datetime() + duration({seconds: 30})",
                Map.of("id", key));
        bench.cypher(stop, Map.of("key", key, "at", now.minusHours(1), "instance", key));
        assertEquals("RUNNING", get(id).path("status").asText(), "another service works on it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "", "0", "-999999999-01-01T00:00:00Z", "+10000-01-01T00:00:00Z"})
    void aTimeThatCannotBeMeantIsRefused(String asOf) {
        Reply refused = ask("audiences", body(BUYERS).put("asOf", asOf));
        assertEquals("validation_error", refused.code(), refused.toString());
        assertTrue(refused.body().toString().contains("2026-01-31T13:00:00+01:00"), refused.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-02", "2026-03-02 01:00:00+01", "2026-03-02T00:00", "1772409600", "1772409600000"})
    void aTimeIsReadAsInEvents(String asOf) {
        bench.track("u1", "Order", Instant.parse("2026-03-02T00:00:00Z"), "{}");
        bench.track("u2", "Order", Instant.parse("2026-03-02T00:00:01Z"), "{}");
        assertEquals(Set.of("u1"), found(BUYERS, asOf));
    }

    @Test
    void theFirstTimeHasWindowsBeforeIt() {
        bench.track("u1", "Order", Instant.parse("0000-01-01T00:00:00Z"), "{}");
        assertEquals(Set.of("u1"), found("event('Order').within(3000 days).count() >= 1", "0000-01-01"));
        assertEquals(Set.of("u1"), found(BUYERS, "0000-01-01T00:00:00Z"));
    }

    @Test
    void timesAreAsExactAsTheyAreGiven() {
        bench.track("u1", "Order", Instant.parse("2026-03-01T12:00:00.000300Z"), "{}");
        bench.track("u2", "Order", Instant.parse("2026-03-01T12:00:00.000600Z"), "{}");
        assertEquals(Set.of("u1"), found(BUYERS, "2026-03-01T12:00:00.000500Z"));
        assertEquals(Set.of("u1", "u2"), found(BUYERS, "2026-03-01T12:00:00.000600Z"));
        assertEquals(Set.of("u2"), found("event('Order').within(1 hours).count() >= 1", "2026-03-01T13:00:00.000500Z"));
    }

    @Test
    void whoHadNotBeenSeenIsNotThere() {
        bench.track("u1", "Order", Instant.parse("2026-03-01T12:00:00Z"), "{}");
        bench.track("u2", "Login", Instant.parse("2026-03-02T12:00:00Z"), "{}");
        bench.track("u3", "Login", Instant.parse("2026-03-04T12:00:00Z"), "{}");
        bench.track("u3", "Order", Instant.parse("2026-03-05T12:00:00Z"), "{}");
        assertEquals(Set.of(), found("event('Order').count() = 0", "2026-03-02T11:59:59Z"));
        assertEquals(Set.of("u2"), found("event('Order').count() = 0", "2026-03-02T12:00:00Z"));
        assertEquals(Set.of("u2", "u3"), found("event('Order').count() = 0", "2026-03-04T12:00:00Z"));
        assertEquals(Set.of("u1", "u2"), found("NOT trait('plan').exists()", "2026-03-03T12:00:00Z"));
    }

    @Test
    void theNewestAreKept() {
        bench.cypher("UNWIND range(1, $many) AS i CREATE (:Preview {key: $space + '/old' + i, space: $space, "
                + "id: 'old' + i, createdAt: datetime() - duration({minutes: i}), status: 'COMPLETED', answer: '{}'})",
                Map.of("many", PreviewStore.MOST + 3));
        completed(ask("audiences", body(BUYERS)));
        List<Integer> ages = bench.cypher("MATCH (p:Preview {space: $space}) WHERE p.id STARTS WITH 'old' "
                + "RETURN toInteger(substring(p.id, 3)) AS age ORDER BY age", Map.of()).stream()
                .map(row -> row.get("age").asInt()).toList();
        assertEquals(IntStream.range(1, PreviewStore.MOST).boxed().toList(), ages);
    }

    private void group(String user, String account, String at, String traits) {
        bench.space.send("group", "{\"userId\":\"" + user + "\",\"groupId\":" + account + ",\"timestamp\":\"" + at
                + "\",\"traits\":" + traits + "}").ok();
    }

    /** Late calls count where they belong. */
    @Test
    void accountsHaveTheMembersAndTraitsThatTheyHad() {
        group("u1", "\"g1\"", "2026-03-01T12:00:00Z", "{\"plan\":\"free\"}");
        group("u2", "\"g1\"", "2026-03-09T12:00:00Z", "{\"plan\":\"pro\"}");
        group("u2", "\"g1\"", "2026-03-03T12:00:00Z", "{}");
        group("u1", "2", "2026-03-07T12:00:00Z", "{\"plan\":\"pro\"}");
        bench.track("u2", "Login", Instant.parse("2026-03-02T12:00:00Z"), "{}");
        String logins = "event('Login').count() = 1";
        assertEquals(Set.of(), accounts(logins, "2026-03-03T11:59:59Z"));
        assertEquals(Set.of("g1"), accounts(logins, "2026-03-03T12:00:00Z"));
        assertEquals(Set.of(), accounts("NOT trait('plan') = 'pro'", "2026-02-28T12:00:00Z"));
        assertEquals(Set.of("g1"), accounts("NOT trait('plan') = 'pro'", "2026-03-06T12:00:00Z"));
        assertEquals(Set.of("2"), accounts("trait('plan') = 'pro'", "2026-03-08T12:00:00Z"));
        assertEquals(Set.of("g1", "2"), accounts("trait('plan') = 'pro'", "2026-03-09T12:00:00Z"));
        bench.audience(Workbench.ofAccounts(Workbench.body("Paying", "trait('plan') = 'pro'")));
        assertEquals(Set.of("u1"), found("trait('paying')", "2026-03-08T12:00:00Z"));
        assertEquals(Set.of("u1", "u2"), found("trait('paying')", "2026-03-09T12:00:00Z"));
    }

    private Set<String> accounts(String query, String asOf) {
        Set<String> found = new HashSet<>();
        completed(ask("audiences", Workbench.ofAccounts(body(query)).put("asOf", asOf))).path("results")
                .forEach(one -> found.add(one.at("/external_ids/0/id").asText()));
        return found;
    }
}
