package io.selfsame.compute.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.column.EventColumn;
import io.selfsame.lease.Lease;
import io.selfsame.lease.LeaseLost;
import io.selfsame.lease.Progress;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The daily look at whether results have drifted, and what is thrown away. */
class UpkeepIT {

    private static final Lease LEASE = tx -> {};

    private final Workbench bench = new Workbench();
    private final DailyUpkeep upkeep = new DailyUpkeep(Workbench.GRAPH, Workbench.MEMORY, Workbench.REFRESH,
            Workbench.COLUMNS,
            Workbench.RULES);

    private String buyers() {
        bench.track("u1", "Order");
        bench.track("u2", "Visit");
        String audience = bench.audience("Buyers", "event('Order').count() >= 1");
        bench.trait("Visits", "event('Visit').count()");
        bench.refresh();
        return audience;
    }

    private String check() {
        var progress = upkeep.check(bench.id, LEASE);
        return progress.more() ? check() : progress.words();
    }

    @Test
    void nothingDrifts() {
        assertEquals("nothing to check", check());
        buyers();
        assertEquals("2 people computed anew, 0 results had drifted", check());
        bench.track("u2", "Order");
        bench.track("u3", "Order");
        assertEquals("3 people computed anew, 0 results had drifted", check(), "it refreshes first");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a trait that says otherwise | MATCH (t:Trait {definition: $id, value: true}) SET t.value = false
            a trait that is gone        | MATCH (t:Trait {definition: $id}) DETACH DELETE t
            a membership that is gone   | MATCH (:Profile)-[in:IN]->(:Definition {id: $id}) DELETE in
            """)
    void whatWasFalsifiedIsReportedAndMended(String what, String cypher) {
        String audience = buyers();
        bench.cypher(cypher, Map.of("id", audience));
        assertEquals("2 people computed anew, 1 results had drifted", check(), what);
        assertEquals(Set.of("u1"), bench.members(audience), what);
        assertTrue(bench.space.profile("user_id:u1", "traits").ok().body().at("/traits/buyers").asBoolean(), what);
        assertEquals("2 people computed anew, 0 results had drifted", check(), what);
    }

    @Test
    void aMembershipThatNeverWasIsTakenBack() {
        String audience = buyers();
        bench.cypher("""
                MATCH (stranger:Profile {space: $space}) WHERE NOT EXISTS { (stranger)-[:IN]->() }
                MATCH (audience:Definition {id: $id})
                CREATE (stranger)-[:IN {since: datetime(), audience: audience.key, id: stranger.segmentId}]->(audience)
                """, Map.of("id", audience));
        assertEquals(Set.of("u1", "u2"), bench.members(audience));
        assertEquals("2 people computed anew, 1 results had drifted", check());
        assertEquals(Set.of("u1"), bench.members(audience));
    }

    @Test
    void whatIsPutOffBecauseMuchHappensIsNotCountedBeforeItIsCompared() {
        buyers();
        // Of both, as either may be the first to be looked at.
        int wrong = bench
                .cypher("MATCH (:Profile {space: $space})-[:HAS_TRAIT]->(t:Trait) WHERE t.definition IS NOT NULL "
                        + "SET t.value = 'wrong' RETURN t", Map.of("space", bench.id.value()))
                .size();
        var happened = new AtomicBoolean();
        var graph = Workbench.GRAPH.yieldingWhile(() -> {
            if (happened.compareAndSet(false, true)) {
                for (int i = 0; i < 12; i++) {
                    bench.track("u3", "Visit", Workbench.ago(Duration.ofSeconds(100 + i)), "{}");
                }
            }
            return false;
        }, 50);
        var refresh = SmallRefresh.of(Workbench.GRAPH, Workbench.COLUMNS, Workbench.RULES);
        var small = SmallRefresh.upkeep(graph, refresh, Workbench.COLUMNS, Workbench.RULES);
        refresh.refresh(bench.id, Instant.now());
        Set<String> words = new LinkedHashSet<>();
        Progress progress;
        do {
            progress = small.check(bench.id, LEASE);
            words.add(progress.words());
        } while (progress.more());
        assertTrue(words.contains("0 people computed anew, 0 results had drifted; the refresh has to catch up first"),
                words::toString);
        assertTrue(progress.words().endsWith("people computed anew, " + wrong + " results had drifted"),
                words::toString);
        assertTrue(bench.space.profile("user_id:u1", "traits").ok().body().at("/traits/buyers").asBoolean());
    }

    @Test
    void whoHasLostTheLeaseMendsNothing() {
        String audience = buyers();
        bench.cypher("MATCH (t:Trait {definition: $id}) SET t.value = false", Map.of("id", audience));
        assertThrows(LeaseLost.class, () -> upkeep.check(bench.id, tx -> {
            throw new LeaseLost("lost");
        }));
        assertEquals(List.of(false), bench.cypher("MATCH (t:Trait {definition: $id}) RETURN t.value AS value",
                Map.of("id", audience)).stream().map(row -> row.get("value").asBoolean()).toList());
    }

    private String preview() {
        String id = bench.space.manage("POST", "audiences/previews",
                "{\"definition\":{\"query\":\"event('Order').count() > 1\"}}").ok().body()
                .at("/data/audiencePreview/id").asText();
        // One that is still at work would save itself again.
        Await.until("the preview is made", () -> bench.get("audiences/previews/" + id).ok().body()
                .at("/data/audiencePreview/status").asText().equals("COMPLETED"));
        return id;
    }

    private String run(String audience) {
        return bench.space.manage("POST", "audiences/" + audience + "/runs", "").ok().body().at("/data/run/id")
                .asText();
    }

    private void age(String id, String by) {
        assertEquals(1, bench.cypher("MATCH (n {id: $id, space: $space}) WHERE n:Preview OR n:Run "
                + "SET n.createdAt = n.createdAt - duration($by) RETURN n", Map.of("id", id, "by", by)).size());
    }

    @Test
    void oldPreviewsAndRunsAreDroppedAndYoungOnesKept() {
        String audience = buyers();
        String oldPreview = preview();
        String youngPreview = preview();
        String oldRun = run(audience);
        String youngRun = run(audience);
        age(oldPreview, "PT24H1M");
        age(youngPreview, "PT23H");
        age(oldRun, "P30DT1M");
        age(youngRun, "P29D");
        var elsewhere = new Workbench();
        String theirs = elsewhere.audience("Buyers", "event('Order').count() >= 1");
        elsewhere.space.manage("POST", "audiences/" + theirs + "/runs", "").ok();
        elsewhere.cypher("MATCH (run:Run {space: $space}) SET run.createdAt = datetime('2020-01-01T00:00:00Z')",
                Map.of());
        assertEquals("2 previews and runs dropped", upkeep.retain(bench.id, LEASE));
        assertEquals(404, bench.get("audiences/previews/" + oldPreview).status());
        assertEquals(200, bench.get("audiences/previews/" + youngPreview).status());
        assertEquals(List.of(youngRun), bench.get("audiences/" + audience + "/runs").ok().body().at("/data/runs")
                .findValuesAsText("id"));
        assertEquals(1, elsewhere.get("audiences/" + theirs + "/runs").ok().body().at("/data/runs").size());
        assertEquals("0 previews and runs dropped", upkeep.retain(bench.id, LEASE));
    }

    @Test
    void moreThanAPageIsDropped() {
        bench.cypher("UNWIND range(1, 2500) AS n CREATE (:Preview {key: $space + '/pre_' + n, space: $space, "
                + "createdAt: datetime('2020-01-01T00:00:00Z')})", Map.of());
        assertEquals("2500 previews and runs dropped", upkeep.retain(bench.id, LEASE));
    }

    /** As {@code event.column}. */
    private Set<String> columns() {
        return Workbench.COLUMNS.latest(bench.id).byEvent().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(EventColumn::name).map(entry.getKey()::concat))
                .collect(Collectors.toSet());
    }

    @Test
    void columnsThatNoDefinitionAsksForAreDropped() {
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":20,\"sku\":\"s\"}");
        String spent = bench.trait("Spent", "event('Order').sum(property('total'))");
        String skus = bench.trait("Skus", "event('Order').unique(property('sku'))");
        bench.refresh();
        assertEquals(Set.of("Orderproperties.total", "Orderproperties.sku"), columns());
        upkeep.retain(bench.id, LEASE);
        assertEquals(Set.of("Orderproperties.total", "Orderproperties.sku"), columns());

        bench.space.manage("DELETE", "computed-traits/" + skus, "").ok();
        upkeep.retain(bench.id, LEASE);
        assertEquals(Set.of("Orderproperties.total"), columns());
        bench.track("u1", "Order", Workbench.ago(Duration.ofMinutes(1)), "{\"total\":30,\"sku\":\"t\"}");
        bench.space.manage("PATCH", "computed-traits/" + spent, "{\"enabled\":false}").ok();
        upkeep.retain(bench.id, LEASE);
        assertEquals(Set.of(), columns(), "a disabled one asks for nothing");

        bench.track("u1", "Order", Workbench.ago(Duration.ofSeconds(1)), "{\"total\":50,\"sku\":\"u\"}");
        bench.space.manage("PATCH", "computed-traits/" + spent, "{\"enabled\":true}").ok();
        bench.trait("Skus", "event('Order').unique(property('sku'))");
        bench.refresh();
        var traits = bench.space.profile("user_id:u1", "traits").ok().body().path("traits");
        assertEquals(100, traits.path("spent").asInt(), "events of all times are asked again");
        assertEquals(Http.json("[\"s\",\"t\",\"u\"]"), traits.path("skus"));
    }
}
