package io.selfsame.compute.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runs of definitions that somebody asked for, and what is refused to be run. */
class RunsIT {

    private static final String BUYERS = "event('Order').count() >= 1";

    private final Workbench bench = new Workbench();

    private JsonNode newestRun(String path) {
        return bench.get(path + "/runs").ok().body().at("/data/runs/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audiences", "computed-traits"})
    void aRunComputesItForEverybodyAndCountsThem(String kind) {
        for (int i = 0; i < 3; i++) {
            bench.track("u" + i, "Order");
        }
        String id = kind.equals("audiences")
                ? bench.audience("Buyers", BUYERS)
                : bench.trait("Orders", "event('Order').count()");
        String path = kind + "/" + id;
        bench.refresh();
        assertTrue(newestRun(path).isMissingNode(), "nobody has asked for one");
        bench.cypher("MATCH (trait:Trait {definition: $id}) SET trait.value = null", Map.of("id", id));

        Reply started = bench.space.manage("POST", path + "/runs", "");
        assertEquals(200, started.status());
        JsonNode run = started.body().at("/data/run");
        assertTrue(run.path("id").asText().startsWith("run_"), run::toString);
        assertEquals("RUNNING", run.path("status").asText());
        Await.until("the run is completed", () -> {
            bench.refresh();
            return newestRun(path).path("status").asText().equals("COMPLETED");
        });
        JsonNode completed = newestRun(path);
        assertEquals(run.path("id"), completed.path("id"));
        assertEquals(run.path("createdAt"), completed.path("createdAt"));
        assertEquals(3, completed.path("people").asInt());
        Instant.parse(completed.path("finishedAt").asText());
        assertEquals(3, bench.cypher("MATCH (trait:Trait {definition: $id}) WHERE trait.value IS NOT NULL RETURN trait",
                Map.of("id", id)).size(), "what was lost is there again");

        bench.space.manage("POST", path + "/runs", "").ok();
        assertFalse(newestRun(path).path("id").equals(run.path("id")), "the newest comes first");
        assertEquals(1, bench.get(path + "/runs?limit=1").ok().body().at("/data/runs").size());
        assertEquals(400, bench.get(path + "/runs?limit=0").status());
    }

    @Test
    void aRunStartsTheRefreshThatWouldHaveComeLater() {
        bench.track("u1", "Order");
        String audience = bench.audience("Buyers", BUYERS);
        bench.refresh();
        bench.space.manage("PUT", "jobs/refresh", "{\"paused\":false,\"intervalSeconds\":3600}").ok();
        bench.space.manage("POST", "audiences/" + audience + "/runs", "").ok();
        Await.until("it is completed",
                () -> newestRun("audiences/" + audience).path("status").asText().equals("COMPLETED"));
    }

    @Test
    void aWalkThatIsUnderWayIsNoRunThatIsAskedForMeanwhile() {
        bench.track("u1", "Order");
        String audience = bench.audience("Buyers", BUYERS);
        bench.refresh();
        bench.cypher("MATCH (r:Refresh {space: $space}) SET r.walk = [$walk], r.after = $last, r.walked = 7", Map.of(
                "space", bench.id, "walk", audience + ":1", "last", "use_~"));
        bench.space.manage("POST", "audiences/" + audience + "/runs", "").ok();
        bench.cypher("MATCH (trait:Trait {definition: $id}) SET trait.value = null", Map.of("id", audience));
        bench.refresh();
        JsonNode run = newestRun("audiences/" + audience);
        assertEquals("COMPLETED", run.path("status").asText());
        assertEquals(1, run.path("people").asInt(), "of its own walk");
        assertEquals(1, bench.cypher("MATCH (trait:Trait {definition: $id}) WHERE trait.value RETURN trait",
                Map.of("id", audience)).size(), "what the walk had passed is looked at");
    }

    @Test
    void whatCannotBeUnderstoodIsNotRun() {
        String audience = bench.audience("Buyers", BUYERS);
        bench.cypher("MATCH (d:Definition {space: $space}) SET d.query = 'event('", Map.of("space",
                bench.id));
        bench.cypher("MATCH (set:Definitions {space: $space}) SET set.version = set.version + 1",
                Map.of("space", bench.id));
        Reply refused = bench.space.manage("POST", "audiences/" + audience + "/runs", "");
        assertEquals(409, refused.status(), refused.toString());
    }

    @Test
    void aPreviewNeedsResultsOfWhatItStandsOn() {
        bench.track("u1", "Order");
        bench.audience(Workbench.body("Buyers", BUYERS).put("enabled", false));
        Reply refused = bench.space.manage("POST", "audiences/previews",
                "{\"definition\":{\"query\":\"trait('buyers')\"}}");
        assertEquals(409, refused.status(), refused.toString());
        assertTrue(refused.body().toString().contains("enable that first"), refused.toString());
    }

    @Test
    void whatIsDisabledIsNotRun() {
        String audience = bench.audience(Workbench.body("Buyers", BUYERS).put("enabled", false));
        Reply refused = bench.space.manage("POST", "audiences/" + audience + "/runs", "");
        assertEquals(409, refused.status());
        assertEquals(Http.json("[]"), bench.get("audiences/" + audience + "/runs").ok().body().at("/data/runs"));
        assertEquals(404, bench.space.manage("POST", "audiences/aud_none/runs", "").status());
    }
}
