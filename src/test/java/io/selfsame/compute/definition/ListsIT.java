package io.selfsame.compute.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.server.Server;
import io.selfsame.testing.Http;
import io.selfsame.testing.Preview;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Stored lists: they are kept, bounded, and what asks for them follows them. */
class ListsIT {

    private static final String LISTED = "trait('plan').in_list('plans')";

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;

    private Reply put(String key, String values) {
        return put(space, key, values);
    }

    private static Reply put(TestSpace at, String key, String values) {
        return at.manage("PUT", "lists/" + key, "{\"values\":" + values + "}");
    }

    private static ObjectNode body(String key, String query) {
        return Workbench.anybody(Workbench.body(key, query));
    }

    private JsonNode list(String key) {
        return space.manage("GET", "lists/" + key, "").ok().body().at("/data/list");
    }

    private static String message(Reply reply, int status) {
        assertEquals(status, reply.status(), reply.toString());
        return reply.body().at("/error/message").asText();
    }

    private static String many(int count, IntFunction<Object> value) {
        ArrayNode values = Http.JSON.createArrayNode();
        for (int i = 0; i < count; i++) {
            values.add(Http.JSON.<JsonNode>valueToTree(value.apply(i)));
        }
        return values.toString();
    }

    @Test
    void aListIsTakenAsItIsShown() {
        put("plans", "[\"pro\"]");
        JsonNode shown = list("plans");
        put("plans", "[1]");
        space.manage("PUT", "lists/plans", shown.toString()).ok();
        assertEquals(shown.path("values"), list("plans").path("values"));
    }

    @Test
    void aListIsKeptInOrderAndEachValueOnce() {
        JsonNode made = put("plans", "[\"pro\",12,\"Pro\",12.0,1.5,\"pro\",\"\",-3]").ok().body().at("/data/list");
        assertEquals("plans", made.path("key").asText());
        assertEquals(6, made.path("size").asInt());
        JsonNode read = list("plans");
        assertEquals(Http.json("[-3,12,1.5,\"\",\"Pro\",\"pro\"]"), read.path("values"));
        assertEquals(made.path("updatedAt"), read.path("updatedAt"));
        put("plans", "[]").ok();
        assertEquals(0, list("plans").path("values").size());
        assertEquals(made.path("createdAt"), list("plans").path("createdAt"));
    }

    @Test
    void listsAreListedByPages() {
        for (String key : List.of("b", "a", "c")) {
            put(key, "[1]").ok();
        }
        JsonNode first = space.manage("GET", "lists?limit=2", "").ok().body();
        assertEquals(List.of("a", "b"), first.path("data").findValuesAsText("key"));
        assertFalse(first.at("/data/0").has("values"));
        JsonNode second = space.manage("GET", "lists?limit=2&next=" + first.at("/cursor/next").asText(), "").ok()
                .body();
        assertEquals(List.of("c"), second.path("data").findValuesAsText("key"));
        assertFalse(second.at("/cursor/has_more").asBoolean());
    }

    @Test
    void whatIsNoListIsRefused() {
        for (String values : new String[]{"null", "\"a\"", "{}", "[true]", "[null]", "[[1]]", "[{}]", "[1e999]"}) {
            assertEquals(400, put("plans", values).status(), values);
        }
        assertTrue(message(put("plans", "[1,true]"), 400).contains("values[1]"));
        assertEquals(400, space.manage("PUT", "lists/plans", "[1]").status());
        assertEquals(400, space.manage("PUT", "lists/plans", "{\"values\":[],\"name\":\"x\"}").status());
        assertEquals(400, put("my-plans", "[]").status());
        assertEquals(404, space.manage("GET", "lists/plans", "").status());
        assertEquals(404, space.manage("DELETE", "lists/plans", "").status());
    }

    @Test
    void listsAreBounded() {
        put("l0", many(10_000, i -> "v" + i)).ok();
        assertTrue(message(put("l1", many(10_001, i -> i)), 400).contains("10000"));
        put("l1", many(1, i -> "x".repeat(1_000))).ok();
        assertTrue(message(put("l1", many(1, i -> "x".repeat(1_001))), 400).contains("1000"));
        assertTrue(message(put("l1", many(501, i -> "" + i + "x".repeat(1_000 - ("" + i).length()))), 400)
                .contains("500000"));
        for (int i = 1; i < 5; i++) {
            put("l" + i, many(10_000, value -> value)).ok();
        }
        assertTrue(message(put("l5", "[1]"), 409).contains("50000"));
        put("l4", "[1]").ok();
        put("l5", "[1]").ok();
    }

    @Test
    void aDefinitionOfAnUnknownListIsRefused() {
        String why = message(space.manage("POST", "audiences", body("pilots", LISTED).toString()), 409);
        assertTrue(why.contains("'plans'") && why.contains("PUT /v1/spaces/" + space.id() + "/lists/plans"), why);
        assertEquals(409, space.manage("POST", "audiences?dryRun=true", body("pilots", LISTED).toString()).status());
        String id = workbench.audience(body("pilots", "trait('plan') = 'pro'"));
        String change = "{\"definition\":{\"query\":\"" + LISTED + "\"}}";
        assertEquals(409, space.manage("PATCH", "audiences/" + id, change).status());
        put("plans", "[\"pro\"]").ok();
        space.manage("PATCH", "audiences/" + id, change).ok();
    }

    @Test
    void aListThatIsAskedForIsNotDeleted() {
        put("plans", "[\"pro\"]").ok();
        String id = workbench.audience(body("Pilots", LISTED).put("enabled", false));
        String why = message(space.manage("DELETE", "lists/plans", ""), 409);
        assertTrue(why.contains("'Pilots'") && why.contains(id), why);
        space.manage("DELETE", "audiences/" + id, "").ok();
        space.manage("DELETE", "lists/plans", "").ok();
        assertEquals(404, space.manage("GET", "lists/plans", "").status());
    }

    @Test
    void aChangeOfAListChangesResultsOnAllInstances() {
        put("plans", "[\"pro\",7]").ok();
        put("skus", "[\"s1\"]").ok();
        workbench.identify("u1", "{\"plan\":\"pro\"}");
        workbench.identify("u2", "{\"plan\":\"team\"}");
        workbench.identify("u3", "{\"plan\":7}");
        workbench.identify("u4", "{}");
        String pilots = workbench.audience(body("pilots", LISTED));
        String others = workbench.audience(body("others", "trait('plan').not_in_list('plans')"));
        String above = workbench.audience(body("above", "trait('pilots')"));
        workbench.audience(body("buyers", "event('Order').where(property('sku').in_list('skus')).count() > 0"));
        workbench.refresh();
        assertEquals(Set.of("u1", "u3"), workbench.members(pilots));
        assertEquals(Set.of("u2"), workbench.members(others));
        put("plans", "[\"pro\",7]").ok();
        assertEquals("Live", workbench.audience(pilots).path("status").asText());
        try (Server second = TestServer.shared().secondInstance()) {
            put(space.at(TestServer.urlOf(second)), "plans", "[\"team\"]").ok();
        }
        workbench.refresh();
        assertEquals(Set.of("u2"), workbench.members(pilots));
        assertEquals(Set.of("u1", "u3"), workbench.members(others));
        assertEquals(Set.of("u2"), workbench.members(above));
        put("skus", "[\"s2\"]").ok();
        String said = workbench.refresh();
        assertEquals(Set.of("u2"), workbench.members(pilots), said);
    }

    private long version() {
        return workbench.cypher("MATCH (set:Definitions {space: $space}) RETURN set.version AS version", Map.of())
                .getFirst().get("version").asLong();
    }

    /** Each new version has every definition of the space read and parsed anew. */
    @Test
    void whatChangesNoListRaisesNoVersion() {
        put("plans", "[\"pro\"]").ok();
        long before = version();
        assertEquals(404, space.manage("DELETE", "lists/none", "").status());
        put("plans", "[\"pro\"]").ok();
        assertEquals(before, version());
        space.manage("DELETE", "lists/plans", "").ok();
        assertTrue(version() > before);
    }

    @Test
    void listsAreOfOneSpace() {
        put("plans", "[\"pro\"]").ok();
        var other = new Workbench();
        assertEquals(404, other.space.manage("GET", "lists/plans", "").status());
        put(other.space, "plans", "[\"team\"]").ok();
        assertEquals(Http.json("[\"pro\"]"), list("plans").path("values"));
        assertEquals(409, new Workbench().space.manage("POST", "audiences", body("p", LISTED).toString()).status());
    }

    @Test
    void previewsExplanationsAndCypherAskForLists() {
        put("plans", many(1_000, i -> "secret" + i).replaceFirst("\\[", "[\"pro\",")).ok();
        workbench.identify("u1", "{\"plan\":\"pro\"}");
        workbench.identify("u2", "{\"plan\":\"team\"}");
        workbench.track("u1", "Order", Instant.now().minusSeconds(60), "{\"plan\":\"pro\"}");
        workbench.track("u2", "Order", Instant.now().minusSeconds(60), "{\"plan\":\"x\"}");
        JsonNode none = Http.json("{\"filterByExternalIds\":[]}");
        for (String query : List.of(LISTED,
                "event('Order').where(property('plan').in_list('plans')).within(1 day).count() > 0")) {
            assertEquals(1, Preview.of(space, true, Preview.ask(space, true, false, query, none, Instant.now())).found()
                    .size(), query);
        }
        assertEquals(409, Preview.ask(space, true, false, "trait('plan').in_list('none')", none, Instant.now())
                .status());
        String id = workbench.audience(body("pilots", LISTED));
        workbench.refresh();
        assertEquals(Set.of("u1"), workbench.members(id));
        String explained = space.manage("GET", "audiences/" + id + "/explain/user_id:u2", "").ok().body().toString();
        assertTrue(explained.contains("in_list('plans')") && !explained.contains("secret"), explained);
        JsonNode cypher = space.manage("GET", "audiences/" + id + "/cypher", "").ok().body().path("data");
        assertTrue(cypher.path("exact").asBoolean(), cypher.path("gaps").toString());
        assertEquals("in_list('plans')", cypher.toString().replaceAll("(?s).*(in_list\\('plans'\\)).*", "$1"));
    }

    /** Of a definition and the deletion of its list that come at the same time, one is refused. */
    @Test
    void noDefinitionIsLeftWithoutItsList() throws Exception {
        try (Server second = TestServer.shared().secondInstance(); var threads = Executors.newFixedThreadPool(4)) {
            TestSpace there = space.at(TestServer.urlOf(second));
            List<Future<Reply>> made = new ArrayList<>();
            List<Future<Reply>> gone = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String key = "k" + i;
                put(key, "[1]").ok();
                made.add(threads.submit(() -> space.manage("POST", "audiences",
                        body(key, "trait('n').in_list('" + key + "')").toString())));
                gone.add(threads.submit(() -> there.manage("DELETE", "lists/" + key, "")));
            }
            for (int i = 0; i < 10; i++) {
                int one = made.get(i).get().status();
                int other = gone.get(i).get().status();
                assertEquals(List.of(200, 409), List.of(Math.min(one, other), Math.max(one, other)));
            }
        }
    }
}
