package io.selfsame.compute.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.EventColumns;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.Statement;
import io.selfsame.lease.Progress;
import io.selfsame.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.summary.ProfiledPlan;

/** Ends of windows are served whatever stands before them, and who is still to be served is told of. */
class WindowEndsIT {

    /** More than are looked at together. */
    private static final int MANY = 600;

    private static final Duration WINDOW = Duration.ofDays(1);

    private final Workbench bench = new Workbench();

    private Instant after(Duration time) {
        return Instant.now().plus(time);
    }

    /** Somebody who leaves an audience in an hour, when its window has passed. */
    private String leaver() {
        bench.track("leaver", "Visit", Workbench.ago(WINDOW.minusHours(1)), "{}");
        return bench.audience("Recent", "event('Visit').within(1 days).count() >= 1");
    }

    /** As refreshes of long ago have left them. */
    private void notes(String owners, String definition, int age) {
        assertEquals(MANY, bench.cypher("MATCH " + owners + " MATCH (definition:Definition {id: $id}) "
                + "CREATE (owner)-[due:DUE {space: $space, at: datetime() - duration({minutes: $age})}]->(definition) "
                + "RETURN due", Map.of("id", definition, "age", age)).size());
    }

    private int overdue() {
        return bench.cypher("MATCH ()-[due:DUE]->() WHERE due.space = $space AND due.at <= datetime() RETURN due",
                Map.of()).size();
    }

    private void accounts() {
        bench.cypher("UNWIND range(1, $many) AS i CREATE (:Account {key: $space + '/a' + i, space: $space, "
                + "groupId: 'a' + i})", Map.of("many", MANY));
    }

    @Test
    void thoseOfADisabledAudienceOfAccountsHideNobody() {
        String recent = leaver();
        String disabled = bench.audience(Workbench.ofAccounts(Workbench.body("Busy",
                "event('Order').within(1 days).count() >= 1")));
        accounts();
        bench.refresh();
        bench.space.manage("PATCH", "audiences/" + disabled, "{\"enabled\":false}").ok();
        notes("(owner:Account {space: $space})", disabled, 10);
        assertEquals(Set.of("leaver"), bench.members(recent));
        bench.refresh(after(Duration.ofHours(2)));
        assertEquals(Set.of(), bench.members(recent));
        assertEquals(0, overdue(), "nobody looks at what is disabled again and again");
    }

    @Test
    void nobodyIsForgottenWhenItIsEnabledAgain() {
        String busy = bench.audience(Workbench.ofAccounts(Workbench.body("Busy",
                "event('Order').within(1 days).count() >= 1")));
        bench.group("u1", "acme");
        bench.track("u1", "Order", Workbench.ago(WINDOW.minusHours(1)), "{}");
        bench.refresh();
        assertEquals(Set.of("acme"), bench.members(busy));
        bench.space.manage("PATCH", "audiences/" + busy, "{\"enabled\":false}").ok();
        bench.refresh(after(Duration.ofHours(2)));
        bench.space.manage("PATCH", "audiences/" + busy, "{\"enabled\":true}").ok();
        bench.refresh(after(Duration.ofHours(3)));
        assertEquals(Set.of(), bench.members(busy));
        bench.track("u1", "Order");
        bench.refresh(after(Duration.ofHours(4)));
        assertEquals(Set.of("acme"), bench.members(busy));
        bench.refresh(after(Duration.ofHours(30)));
        assertEquals(Set.of(), bench.members(busy), "its window ends are noted again");
    }

    private void people() {
        bench.cypher("UNWIND range(1, $many) AS i CREATE (:Profile {segmentId: 'use_' + $space + i, space: $space, "
                + "seq: i, idTypes: ['user_id']})", Map.of("many", MANY));
    }

    @Test
    void peopleOfWhomNothingCanBeReadHideNobodyAndStopNothing() {
        String recent = leaver();
        bench.refresh();
        people();
        bench.cypher(
                "MATCH (owner:Profile {space: $space}) WHERE owner.segmentId CONTAINS $space SET owner.idTypes = [1]",
                Map.of());
        notes("(owner:Profile {space: $space}) WHERE owner.segmentId CONTAINS $space", recent, 10);
        String words = bench.refresh(after(Duration.ofHours(2)));
        assertEquals(Set.of(), bench.members(recent));
        assertTrue(words.contains("; 600 people or accounts cannot be looked at, the first are use_"), words);
        assertEquals("Failed", bench.audience(recent).path("status").asText());
        bench.track("other", "Visit");
        bench.refresh(after(Duration.ofHours(2)));
        assertEquals(Set.of("other"), bench.members(recent));
    }

    @Test
    void peopleOfWhomItFailsHideNobody() {
        bench.track("leaver", "Visit", Workbench.ago(WINDOW.minusHours(1)), "{}");
        bench.identify("leaver", "{\"plan\":{\"name\":\"pro\"}}");
        String pro = bench.audience("Pro",
                "trait('plan.name') = 'pro' AND event('Visit').within(1 days).count() >= 1");
        bench.refresh();
        assertEquals(Set.of("leaver"), bench.members(pro));
        people();
        bench.cypher("MATCH (owner:Profile {space: $space}) WHERE owner.segmentId CONTAINS $space "
                + "CREATE (owner)-[:HAS_TRAIT]->(:Trait {key: owner.segmentId + '/plan', space: $space, name: 'plan', "
                + "json: '{', timestamp: datetime(), seq: 1, sourceId: '', messageId: 'm'})", Map.of());
        notes("(owner:Profile {space: $space}) WHERE owner.segmentId CONTAINS $space", pro, 10);
        bench.refresh(after(Duration.ofHours(2)));
        assertEquals(Set.of(), bench.members(pro));
        assertEquals("Failed", bench.audience(pro).path("status").asText());
        assertEquals(0, overdue());
    }

    /** What leads from nobody to a definition cannot be looked at, and slices are of two notes here. */
    @Test
    void whatIsNobodysIsPassedFromSliceToSlice() {
        String recent = leaver();
        var refresh = SmallRefresh.of(Workbench.GRAPH, new EventColumns(Workbench.GRAPH, 3), Workbench.RULES);
        refresh.refresh(bench.id, Instant.now());
        refresh.forget(bench.id);
        bench.cypher("MATCH (definition:Definition {id: $id}) UNWIND range(1, 20) AS i "
                + "CREATE (:Nobody {space: $space})-[:DUE {space: $space, at: datetime() - duration({minutes: i})}]->"
                + "(definition)", Map.of("id", recent));
        bench.cypher("MATCH (p:Profile {space: $space})-[due:DUE]->() SET due.at = datetime()", Map.of());
        bench.cypher("MATCH (event:Event {space: $space}) SET event.timestamp = datetime() - duration({days: 2})",
                Map.of());
        List<Progress> slices = new ArrayList<>();
        do {
            slices.add(refresh.run(bench.id, tx -> {}));
        } while (slices.getLast().more() && slices.size() < 50);
        assertEquals(Set.of(), bench.members(recent));
        assertFalse(slices.getLast().more(), "it comes to an end");
        assertTrue(slices.size() > 10, slices::toString);
        assertEquals(0, overdue(), "it would say for good that the space is behind");
        bench.cypher("MATCH (n:Nobody {space: $space}) DETACH DELETE n", Map.of());
    }

    @Test
    void whoIsStillToBeServedShowsInStatusLagAndAge() {
        String recent = leaver();
        bench.refresh();
        JsonNode live = bench.audience(recent);
        assertEquals("Live", live.path("status").asText(), live::toString);
        // Not before tomorrow.
        bench.space.manage("PUT", "jobs/refresh", "{\"paused\":false,\"intervalSeconds\":86400}").ok();
        assertEquals(0, lag());
        bench.cypher("MATCH ()-[due:DUE]->() WHERE due.space = $space SET due.at = datetime() - duration({days: 3})",
                Map.of());
        JsonNode late = bench.audience(recent);
        assertEquals("Failed", late.path("status").asText(), late::toString);
        assertTrue(late.path("error").asText().startsWith("The refresh of the space is behind: windows that ended at "),
                late::toString);
        assertEquals(3 * 86_400, lag(), 3_600);
        double age = Workbench.GRAPH.read(Statement.of("metrics/survey"), Map.of("most", 100_000)).getFirst()
                .get("definitions").asList(one -> one).stream().filter(one -> one.get(1).asString().equals(recent))
                .findFirst()
                .orElseThrow().get(3).asDouble();
        assertEquals(3 * 86_400, age, 3_600);
        bench.space.manage("PUT", "jobs/refresh", "{\"paused\":true}").ok();
        bench.refresh();
        assertEquals("Live", bench.audience(recent).path("status").asText());
    }

    private long lag() {
        for (JsonNode job : bench.get("jobs").ok().body().at("/data/jobs")) {
            if (job.path("name").asText().equals("refresh")) {
                return job.path("lagSeconds").asLong();
            }
        }
        throw new AssertionError("no refresh");
    }

    /** A page costs what is on it, and not what was passed, nor what others have. */
    @Test
    void aPageIsReadFromItsPlaceInTheIndex() {
        String recent = leaver();
        accounts();
        notes("(owner:Account {space: $space})", recent, 10);
        Instant old = Instant.now().minus(Duration.ofDays(1));
        bench.cypher(
                "MATCH (owner:Account {space: $space}) MATCH (definition:Definition {id: $id}) UNWIND range(1, 5) AS i "
                        + "CREATE (owner)-[:DUE {space: $space, at: $old}]->(definition)",
                Map.of("id", recent, "old", old.atZone(ZoneOffset.UTC)));
        Map<String, Object> parameters = Map.of("space", bench.space.id(), "after", old.plusSeconds(1).atZone(
                ZoneOffset.UTC), "last", "", "now", Instant.now().atZone(ZoneOffset.UTC), "limit", 500);
        Neo4jAddress address = TestServer.shared().neo4j();
        try (var driver = GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()));
                var session = driver.session()) {
            var result = session.run("PROFILE " + Statement.of("compute/due").text(), parameters);
            assertEquals(500, result.list().size());
            List<ProfiledPlan> seeks = new ArrayList<>();
            seeks(result.consume().profile(), seeks);
            assertEquals(1, seeks.size());
            assertTrue(String.valueOf(seeks.getFirst().arguments().get("Details")).contains("DUE(space, at)"),
                    () -> seeks.getFirst().arguments().toString());
            assertTrue(seeks.getFirst().records() <= MANY, () -> seeks.getFirst().records() + " notes read");
        }
        bench.cypher("MATCH (owner:Account {space: $space}) DETACH DELETE owner", Map.of());
    }

    private static void seeks(ProfiledPlan plan, List<ProfiledPlan> found) {
        if (plan.operatorType().contains("RelationshipIndexSeek")) {
            found.add(plan);
        }
        String operator = plan.operatorType();
        assertFalse(operator.contains("Scan") || operator.startsWith("Sort") || operator.startsWith("Top"), operator);
        plan.children().forEach(child -> seeks(child, found));
    }
}
