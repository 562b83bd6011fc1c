package io.selfsame.compute.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.ResultChanges;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.graph.Statement;
import io.selfsame.testing.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A definition that cannot be evaluated says so, takes along only those that depend on it, and can be mended. */
class FailingDefinitionIT {

    private static final String BUYERS = "event('Order').count() >= 1";

    private final Workbench bench = new Workbench();
    private String base = "";
    private String middle = "";
    private String top = "";
    private String visits = "";

    /** Top depends on middle, middle on base, and visits on nothing. */
    @BeforeEach
    void define() {
        base = bench.audience("Base", BUYERS);
        middle = bench.audience("Middle", "trait('base')");
        top = bench.audience(Workbench.ofAccounts(Workbench.body("Top", "ANY(trait('middle'))")));
        visits = bench.trait("Visits", "event('Visit').count()");
        bench.track("u1", "Order");
        bench.group("u1", "acme");
        bench.track("u1", "Visit");
        bench.refresh();
        for (String audience : List.of(base, middle, top)) {
            assertEquals("Live", bench.audience(audience).path("status").asText());
        }
    }

    /** As another version of the service, or somebody by hand, may have left it. */
    private void store(String id, String query) {
        assertEquals(1, bench.cypher("""
                MATCH (definition:Definition {id: $id})
                MATCH (set:Definitions {space: $space})
                SET definition.query = $query, set.version = set.version + 1
                RETURN set""", Map.of("id", id, "query", query)).size());
    }

    private void spoil(String id) {
        store(id, "event('Order').howMany() >= 1");
    }

    private void assertFailed(String audience, String why) {
        JsonNode json = bench.audience(audience);
        assertEquals("Failed", json.path("status").asText(), json::toString);
        assertTrue(json.path("error").asText().contains(why), json::toString);
    }

    private void assertLive(String audience, String... members) {
        JsonNode json = bench.audience(audience);
        assertEquals("Live", json.path("status").asText(), json::toString);
        assertFalse(json.has("error"), json::toString);
        assertEquals(Set.of(members), bench.members(audience), json.path("key").asText());
    }

    private int visits(String user) {
        return bench.space.profile("user_id:" + user, "traits").ok().body().at("/traits/visits").asInt();
    }

    @Test
    void othersAreRefreshedAllTheSame() {
        spoil(base);
        bench.track("u1", "Visit", Workbench.ago(Duration.ofSeconds(5)), "{}");
        bench.track("u2", "Visit");
        bench.track("u2", "Order");
        String added = bench.audience("Visitors", "event('Visit').count() >= 2");
        bench.refresh();
        assertEquals(2, visits("u1"));
        assertEquals(1, visits("u2"));
        assertEquals("Live", bench.trait(visits).path("status").asText());
        assertLive(added, "u1");
        assertEquals(Set.of("u1"), bench.members(base), "what was found before stays");
        assertEquals(Set.of("u1"), bench.members(middle));
        assertEquals(Set.of("acme"), bench.members(top));
        assertEquals("0 people looked at, 0 results changed, 0 entered and 0 left audiences", bench.refresh());
    }

    @Test
    void itSaysSoAtOnceAndThoseThatStandOnItFromTheNextRefreshOn() {
        spoil(base);
        assertFailed(base, "The stored query is not understood");
        bench.refresh();
        assertFailed(base, "howMany");
        assertFailed(middle, "It depends on 'base'");
        assertFailed(top, "It depends on 'middle'");
        JsonNode json = bench.audience(base);
        assertEquals("event('Order').howMany() >= 1", json.at("/definition/query").asText());
        assertTrue(json.at("/definition/json").isMissingNode(), json::toString);
        assertEquals(1, json.at("/size/count").asInt());
    }

    /** As one was taken before names had a limit: its column does not fit into an index. */
    @Test
    void oneWithANameThatIsTooLongDoesNotStopTheRefresh() {
        store(base, "event('Order').sum(property('" + "p".repeat(9_000) + "')) > 1");
        bench.track("u2", "Visit");
        bench.refresh();
        assertFailed(base, "the limit is 1000");
        assertEquals(1, visits("u2"));
        assertEquals("Live", bench.trait(visits).path("status").asText());
    }

    @Test
    void theLongestNamesFit() {
        String longest = "漢".repeat(1_000);
        bench.space.track("{\"userId\":\"u3\",\"event\":\"" + longest
                + "\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"properties\":{\"" + longest + "\":5}}").ok();
        bench.trait("Longest", "event('" + longest + "').sum(property('" + longest + "'))");
        bench.refresh();
        bench.refresh();
        assertEquals(5, bench.space.profile("user_id:u3", "traits").ok().body().at("/traits/longest").asInt());
    }

    @Test
    void listsStillAnswer() {
        spoil(base);
        bench.refresh();
        JsonNode audiences = bench.get("audiences").ok().body().at("/data/audiences");
        assertEquals(List.of(base, middle, top), audiences.findValuesAsText("id"));
        assertEquals(List.of("Failed", "Failed", "Failed"), audiences.findValuesAsText("status"));
        assertEquals(List.of("middle"), bench.get("audiences/" + base + "/consumers").ok().body()
                .at("/data/consumers").findValuesAsText("key"));
    }

    @Test
    void whatCannotBeEvaluatedIsNeitherExplainedNorCompiled() {
        spoil(base);
        for (String audience : List.of(base, middle)) {
            for (String what : List.of("explain/user_id:u1", "cypher")) {
                Reply refused = bench.get("audiences/" + audience + "/" + what);
                assertEquals(409, refused.status(), what + " " + refused);
                assertTrue(refused.body().at("/error/message").asText().matches(".*(not understood|depends on).*"),
                        refused.toString());
            }
        }
        assertEquals(409, bench.get("audiences/" + top + "/explain/group_id:acme").status());
        bench.get("computed-traits/" + visits + "/explain/user_id:u1").ok();
        bench.get("computed-traits/" + visits + "/cypher").ok();
    }

    private void patch(String json) {
        bench.space.manage("PATCH", "audiences/" + base, json).ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {BUYERS, "event('-').count() > 0 OR event('Order').count() > 0"})
    void aGoodQueryMendsItAndThoseThatStandOnIt(String query) {
        spoil(base);
        bench.refresh();
        bench.track("u2", "Order");
        bench.refresh();
        patch("{\"definition\":{\"query\":\"" + query + "\"}}");
        assertEquals("Backfilling", bench.audience(base).path("status").asText());
        assertFalse(bench.audience(base).has("error"));
        bench.refresh();
        assertLive(base, "u1", "u2");
        assertLive(middle, "u1", "u2");
        assertLive(top, "acme");
        bench.get("audiences/" + base + "/cypher").ok();
        assertTrue(bench.get("audiences/" + top + "/explain/group_id:acme").ok().body().at("/data/value").asBoolean());
    }

    /** The query that takes the place of one that is not understood must not be mistaken for it. */
    @Test
    void aGoodQueryMendsItWhateverItIs() {
        spoil(base);
        bench.refresh();
        patch("{\"definition\":{\"query\":\"event('-').count() > 0\"}}");
        bench.refresh();
        assertLive(base);
        assertLive(middle);
        assertLive(top);
    }

    @Test
    void otherChangesDoNotMendIt() {
        spoil(base);
        bench.refresh();
        patch("{\"name\":\"Basis\",\"options\":{\"includeAnonymous\":true}}");
        bench.refresh();
        assertFailed(base, "not understood");
        assertFailed(middle, "It depends on 'base'");
        patch("{\"definition\":{\"query\":\"" + BUYERS + "\"}}");
        bench.refresh();
        assertLive(base, "u1");
        assertEquals("Basis", bench.audience(base).path("name").asText());
    }

    /** Whatever somebody has made of a definition by hand fails that one, and can be mended as it was made. */
    @ParameterizedTest
    @ValueSource(strings = {"options = '{\"filterByExternalIds\":\"email\"}'", "options = 7", "version = 'x'",
            "level = null", "createdAt = 'yesterday'", "enabled = 'perhaps'", "query = 7", "status = 'Fine'"})
    void whatSomebodyHasChangedByHandFailsThatOneAlone(String change) {
        String other = bench.audience("Other", "event('Signup').count() >= 1");
        bench.track("u7", "Signup");
        bench.cypher("MATCH (d:Definition {id: $id}) SET d." + change
                + " WITH d MATCH (set:Definitions {space: $space}) SET set.version = set.version + 1 RETURN d",
                Map.of("id", base, "space", bench.id.value()));
        bench.refresh();
        assertLive(other, "u7");
        bench.get("audiences").ok();
        bench.get("audiences/" + base).ok();
        assertEquals(1, Workbench.GRAPH.read(Statement.of("metrics/survey"), Map.of("most", 5)).size());
        bench.get("jobs").ok();
    }

    @Test
    void whatIsUnderstoodAgainIsComputedAnew() {
        spoil(base);
        bench.refresh();
        bench.track("u2", "Order");
        bench.refresh();
        store(base, BUYERS);
        bench.refresh();
        assertLive(base, "u1", "u2");
        assertLive(middle, "u1", "u2");
    }

    @Test
    void oneThatIsMadeUponAFailedOneFailsUntilThatIsMended() {
        spoil(base);
        bench.refresh();
        String late = bench.audience("Late", "NOT trait('base')");
        bench.refresh();
        assertFailed(late, "It depends on 'base'");
        bench.track("u3", "Visit");
        patch("{\"definition\":{\"query\":\"" + BUYERS + "\"}}");
        bench.refresh();
        assertLive(late, "u3");
    }

    @Test
    void itCanBeDisabledAndDeleted() {
        spoil(top);
        bench.refresh();
        bench.space.manage("PATCH", "audiences/" + top, "{\"enabled\":false}").ok();
        assertEquals("Disabled", bench.audience(top).path("status").asText());
        bench.space.manage("DELETE", "audiences/" + top, "").ok();
        bench.refresh();
        assertLive(middle, "u1");
        assertEquals(404, bench.get("audiences/" + top).status());
    }

    /** As a refresh leaves it that has failed of one person. */
    private void failOf(String user) {
        assertEquals(1, bench.cypher("""
                MATCH (:ExternalId {key: $space + '/user_id:' + $user})-[:IDENTIFIES]->(person:Profile)
                MATCH (definition:Definition {id: $id})
                CREATE (person)-[:DUE {space: $space, at: datetime() + duration('PT10M'), failed: true}]->(definition)
                SET definition.status = 'FAILED', definition.error = 'IllegalStateException: no'
                RETURN person""", Map.of("user", user, "id", base)).size());
        bench.refresh();
        assertFailed(base, "IllegalStateException");
    }

    @Test
    void whatFailedOfSomebodyIsTriedAgainAfterAWhile() {
        failOf("u1");
        bench.track("u2", "Order");
        bench.refresh();
        assertFailed(base, "IllegalStateException");
        assertEquals(Set.of("u1", "u2"), bench.members(base));
        bench.refresh(Instant.now().plus(ResultChanges.RETRY));
        assertLive(base, "u1", "u2");
    }

    @Test
    void orWhenSomethingHappensToThem() {
        failOf("u1");
        bench.track("u1", "Order", Instant.parse("2026-01-01T00:00:00Z"), "{}");
        bench.refresh();
        assertLive(base, "u1");
    }

    @Test
    void orWhenTheDefinitionIsChanged() {
        failOf("u1");
        patch("{\"definition\":{\"query\":\"event('Order').count() > 0\"}}");
        bench.refresh();
        assertLive(base, "u1");
    }
}
