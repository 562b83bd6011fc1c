package io.selfsame.compute.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audiences and computed traits are kept, and stay consistent with one another. */
class DefinitionsIT {

    private static final String ORDERS = "event('Order').count()";

    private final TestServer server = TestServer.shared();
    private final TestSpace space = server.newSpace();

    private static ObjectNode body(String name, String query) {
        ObjectNode body = Http.JSON.createObjectNode().put("name", name);
        body.putObject("definition").put("query", query);
        return body;
    }

    private Reply audience(String name, String query) {
        return space.manage("POST", "audiences", body(name, query).toString());
    }

    private String audienceId(String name, String query) {
        return audience(name, query).ok().body().at("/data/audience/id").asText();
    }

    private Reply trait(String name, String query) {
        return space.manage("POST", "computed-traits", body(name, query).toString());
    }

    private JsonNode get(String id) {
        return space.manage("GET", "audiences/" + id, "").ok().body().at("/data/audience");
    }

    private Reply patch(String id, String json) {
        return space.manage("PATCH", "audiences/" + id, json);
    }

    private static void assertConflict(Reply reply, String... parts) {
        assertEquals(409, reply.status(), reply.toString());
        for (String part : parts) {
            String message = reply.body().at("/error/message").asText();
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void aDefinitionIsAnsweredAsItWasWritten() {
        String query = "  event( 'Order' ).count()\n>= 2";
        ObjectNode body = body("Big spenders", query).put("description", "Two orders").put("audienceType", "ACCOUNTS");
        body.putObject("options").put("backfillEventDataDays", 7).putArray("filterByExternalIds").add("user_id");
        JsonNode made = space.manage("POST", "audiences", body.toString()).ok().body().at("/data/audience");
        assertTrue(made.path("id").asText().startsWith("aud_"));
        assertEquals("big_spenders", made.path("key").asText());
        assertEquals(space.id(), made.path("spaceId").asText());
        assertEquals(query, made.at("/definition/query").asText());
        assertEquals("accounts", made.at("/definition/type").asText());
        assertEquals("ACCOUNTS", made.path("audienceType").asText());
        assertEquals(body.path("options"), made.path("options"));
        assertEquals("Backfilling", made.path("status").asText());
        assertEquals("REALTIME", made.at("/computeCadence/type").asText());
        assertEquals(Http.json("{\"count\":0,\"type\":\"ACCOUNTS\"}"), made.path("size"));
        assertTrue(made.path("createdBy").asText().startsWith("adm_"));
        assertEquals(made, get(made.path("id").asText()));
        assertEquals(made, space.manage("GET", "audiences", "").ok().body().at("/data/audiences/0"));
    }

    @Test
    void theJsonFormIsTakenAsWellAsTheText() {
        JsonNode written = get(audienceId("Text", ORDERS + " >= 2"));
        ObjectNode body = Http.JSON.createObjectNode().put("name", "JSON");
        body.putObject("definition").set("json", written.at("/definition/json"));
        JsonNode made = space.manage("POST", "audiences", body.toString()).ok().body().at("/data/audience");
        assertEquals(written.at("/definition/json"), made.at("/definition/json"));
        assertFalse(made.at("/definition/query").asText().isEmpty());
        Reply wrong = space.manage("POST", "computed-traits", body.toString());
        assertEquals("validation_error", wrong.code());
    }

    @Test
    void theVersionGrowsWithWhatIsEvaluatedAndWithNothingElse() {
        String id = audienceId("A", ORDERS + " > 1");
        patch(id, "{\"name\":\"B\",\"description\":\"Others\"}").ok();
        patch(id, "{\"description\":null}").ok();
        assertEquals("", get(id).path("description").asText());
        patch(id, "{\"description\":\"Words\"}").ok();
        patch(id, "{\"definition\":{\"query\":\"event( 'Order' ).count() > 1\"}}").ok();
        patch(id, "{\"options\":{\"includeHistoricalData\":true}}").ok();
        JsonNode same = get(id);
        assertEquals(1, same.path("version").asInt());
        assertEquals("B", same.path("name").asText());
        assertEquals("Words", same.path("description").asText());
        assertEquals("event( 'Order' ).count() > 1", same.at("/definition/query").asText());
        patch(id, "{\"definition\":{\"query\":\"event('Order').count() > 2\"}}").ok();
        patch(id, "{\"options\":{\"includeAnonymous\":true}}").ok();
        assertEquals(3, get(id).path("version").asInt());
        patch(id, "{\"enabled\":false}").ok();
        assertEquals("Disabled", get(id).path("status").asText());
        assertEquals(3, get(id).path("version").asInt());
        patch(id, "{\"enabled\":true}").ok();
        assertEquals("Backfilling", get(id).path("status").asText());
        assertEquals(4, get(id).path("version").asInt());
        assertEquals(400, patch(id, "{\"key\":\"other\"}").status());
        assertEquals(400, patch(id, "{\"audienceType\":\"ACCOUNTS\"}").status());
        assertEquals(200, patch(id, get(id).toString()).status(), "what was read can be sent back");
        assertEquals(4, get(id).path("version").asInt());
    }

    @Test
    void aQueryThatIsNoneIsRefusedWithItsPlace() {
        Reply refused = audience("Wrong", "event('Order').count() >");
        assertEquals(400, refused.status());
        assertEquals("invalid_query", refused.code());
        assertTrue(refused.body().at("/error/message").asText().contains("Line 1"), refused.toString());
        assertEquals(refused.body().at("/error/message"), refused.body().at("/errors/0/message"));
        assertEquals(400, audience("Value", ORDERS).status());
        assertEquals(400, trait("Truth", ORDERS + " > 1").status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                       | JSON object
            {"definition":{"query":"trait('a')"}}                                    | needs a name
            {"name":"A"}                                                             | needs a definition
            {"name":"A","definition":{}}                                             | neither query nor json
            {"name":" ","definition":{"query":"trait('a')"}}                         | name is empty
            {"name":"A","key":"a b","definition":{"query":"trait('x')"}}             | Latin letters
            {"name":"A","enable":true,"definition":{"query":"trait('x')"}}           | unknown field "enable"
            {"name":"A","enabled":"yes","definition":{"query":"trait('x')"}}         | enabled is neither
            {"name":"A","audienceType":"LINKED","definition":{"query":"trait('x')"}} | USERS or ACCOUNTS
            {"name":"A","options":[],"definition":{"query":"trait('x')"}}            | options is not an object
            {"name":"A","definition":{"query":7}}                                    | not a string
            """)
    void aBodyThatCannotBeMeantIsRefused(String body, String message) {
        Reply reply = space.manage("POST", "audiences", body);
        assertEquals("validation_error", reply.code(), reply.toString());
        assertTrue(reply.body().at("/error/message").asText().contains(message), reply.toString());
    }

    @Test
    void aKeyIsTakenOncePerLevel() {
        audience("Same name", ORDERS + " > 1").ok();
        assertConflict(audience("Same  name", "trait('x')"), "same_name");
        assertConflict(trait("same name", ORDERS), "audience 'Same name'");
        space.manage("POST", "audiences", body("Same name", "trait('x')").put("audienceType", "ACCOUNTS").toString())
                .ok();
    }

    @Test
    void theConstraintHasTheLastWord() {
        try (var graph = new Graph(server.neo4j())) {
            graph.write(new Statement("test", "CREATE (:Definition {key: $key, traitKey: $key})"),
                    Map.of("key", space.id() + "/USERS/taken"));
        }
        assertConflict(audience("Taken", "trait('x')"), "has this key");
        assertEquals(List.of(), space.manage("GET", "audiences", "").ok().body().findValuesAsText("key"));
    }

    @Test
    void aSpaceHasOnlySoMany() {
        for (int i = 0; i < DefinitionKind.COMPUTED_TRAIT.most(); i++) {
            trait("Orders " + i, ORDERS).ok();
        }
        assertConflict(trait("One more", ORDERS), "100 computed traits");
        audience("Others", ORDERS + " > 1").ok();
    }

    /** Each becomes a property of every event of that name. */
    @Test
    void eventsOfOneNameHaveOnlySoManyColumns() {
        for (int i = 0; i < 2; i++) {
            trait("Fifty " + i, fifty("Order", i)).ok();
        }
        assertConflict(trait("One more", "event('Order').sum(property('more'))"), "more than 100 different properties");
        trait("Known", "event('Order').sum(property('p1_2'))").ok();
        trait("Another event", "event('Cart').sum(property('more'))").ok();
        String fits = trait("Fits", "event('Cart').count()").ok().body().at("/data/computedTrait/id").asText();
        assertConflict(space.manage("PATCH", "computed-traits/" + fits,
                "{\"definition\":{\"query\":\"event('Order').sum(property('more'))\"}}"), "more than 100");
    }

    @Test
    void aSpaceHasOnlySoManyColumns() {
        for (int i = 0; i < 20; i++) {
            trait("Fifty " + i, fifty("Event " + i, i)).ok();
        }
        assertConflict(trait("One more", "event('Order').sum(property('more'))"), "1001 different properties");
    }

    private static String fifty(String event, int of) {
        var query = new StringBuilder("event('" + event + "').where(property('p" + of + "_0') = 1");
        for (int i = 1; i < 49; i++) {
            query.append(" OR property('p").append(of).append('_').append(i).append("') = 1");
        }
        return query + ").sum(property('p" + of + "_49'))";
    }

    @Test
    void namesThatFitIntoNoIndexAreRefusedWithTheirPlace() {
        for (String query : List.of("event('Order').sum(property('" + "p".repeat(9_000) + "'))",
                "event('" + "漢".repeat(1_001) + "').count()")) {
            for (String route : List.of("computed-traits", "computed-traits/previews")) {
                ObjectNode body = body("Long", query);
                if (route.endsWith("previews")) {
                    body.remove("name");
                }
                Reply refused = space.manage("POST", route, body.toString());
                assertEquals(400, refused.status(), refused::toString);
                assertEquals("invalid_query", refused.code(), refused::toString);
                String message = refused.body().at("/error/message").asText();
                assertTrue(message.startsWith("Line 1, column ") && message.contains("the limit is 1000"), message);
            }
        }
        trait("Longest", "event('" + "漢".repeat(1_000) + "').sum(property('" + "漢".repeat(1_000) + "'))").ok();
    }

    @Test
    void nothingStandsOnItself() {
        assertConflict(audience("Self", "trait('self')"), "it asks for trait('self'), and that is its own key");
        String a = audienceId("A", "trait('b')");
        String b = audienceId("B", "trait('c') AND trait('plan') = 'pro'");
        assertConflict(space.manage("POST", "audiences",
                body("C", "ALL(trait('a'))").put("audienceType", "ACCOUNTS").toString()), "c -> a -> b -> c");
        audienceId("C", "trait('plan') = 'free'");
        assertConflict(patch(b, "{\"definition\":{\"query\":\"trait('a')\"}}"), "b -> a -> b");
        assertEquals(1, get(a).path("version").asInt() - 1, "b became an audience after a had asked for it");
    }

    @Test
    void whatOthersStandOnStays() {
        String id = audienceId("Base", ORDERS + " > 1");
        String user = audienceId("User", "NOT trait('base')");
        trait("Base orders", "event('Order').where(trait('base') = true).count()").ok();
        assertConflict(space.manage("DELETE", "audiences/" + id, ""), "'User'", user, "'Base orders'");
        assertConflict(patch(id, "{\"enabled\":false}"), "'User'");
        assertEquals(List.of("user", "base_orders"), space.manage("GET", "audiences/" + id + "/consumers", "").ok()
                .body().at("/data/consumers").findValuesAsText("key"));
        JsonNode references = space.manage("GET", "audiences/" + id + "/audience-references", "").ok().body();
        assertEquals(List.of(user), references.at("/data/audiences").findValuesAsText("id"));
        assertEquals(1, references.at("/data/pagination/totalEntries").asInt());
    }

    @Test
    void anEnabledDefinitionStandsOnEnabledOnes() {
        String base = space.manage("POST", "audiences", body("Base", ORDERS + " > 1").put("enabled", false).toString())
                .ok().body().at("/data/audience/id").asText();
        assertConflict(audience("User", "trait('base')"), "disabled", base);
        String user = space.manage("POST", "audiences", body("User", "trait('base')").put("enabled", false).toString())
                .ok().body().at("/data/audience/id").asText();
        assertConflict(patch(user, "{\"enabled\":true}"), "enable that first");
        patch(base, "{\"enabled\":true}").ok();
        patch(user, "{\"enabled\":true}").ok();
    }

    @Test
    void aDeletedDefinitionLeavesItsKeyAndATombstone() {
        String id = audienceId("Gone", ORDERS + " > 1");
        assertEquals("SUCCESS", space.manage("DELETE", "audiences/" + id, "").ok().body().at("/data/status").asText());
        assertEquals(404, space.manage("DELETE", "audiences/" + id, "").status());
        assertEquals(404, space.manage("GET", "audiences/" + id, "").status());
        assertEquals(404, patch(id, "{}").status());
        assertEquals(404, space.manage("GET", "audiences/" + id + "/consumers", "").status());
        audience("Gone", "trait('x')").ok();
    }

    @Test
    void aDryRunChangesNothing() {
        String id = audienceId("A", ORDERS + " > 1");
        JsonNode before = get(id);
        assertEquals("invalid_query", space.manage("POST", "audiences?dryRun=true", body("B", "x").toString()).code());
        space.manage("POST", "audiences?dryRun=true", body("B", "trait('x')").toString()).ok();
        assertEquals(3, space.manage("PATCH", "audiences/" + id + "?dryRun=true",
                "{\"definition\":{\"query\":\"trait('x')\"},\"enabled\":true}").ok().body()
                .at("/data/audience/version").asInt() + 1);
        space.manage("DELETE", "audiences/" + id + "?dryRun=true", "").ok();
        assertEquals(before, get(id));
        assertEquals(1, space.manage("GET", "audiences", "").ok().body().at("/data/audiences").size());
    }

    @Test
    void aListIsSearched() {
        audience("Buyers of shoes", ORDERS + " > 1").ok();
        audience("Others", "trait('shoes')").ok();
        for (var search : List.of(List.of("NAME", "SHOES", "buyers_of_shoes"), List.of("KEY", "other", "others"),
                List.of("DEFINITION", "trait('sh", "others"))) {
            assertEquals(List.of(search.get(2)), space.manage("GET", "audiences?search%5Btype%5D=" + search.get(0)
                    + "&search%5Bquery%5D=" + Http.encode(search.get(1)), "").ok().body().at("/data/audiences")
                    .findValuesAsText("key"));
        }
        assertEquals(400, space.manage("GET", "audiences?search%5Btype%5D=X&search%5Bquery%5D=y", "").status());
    }

    @Test
    void instancesThatChangeAtOnceFollowOneAnother() throws Exception {
        try (var other = server.secondInstance(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            TestSpace there = space.at(TestServer.urlOf(other));
            List<Callable<Reply>> creates = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String json = body("Same", ORDERS + " > " + i).toString();
                creates.add(() -> space.manage("POST", "audiences", json));
                creates.add(() -> there.manage("POST", "audiences", json));
            }
            assertEquals(1, ok(threads.invokeAll(creates)));
            // Of two definitions that would depend on one another one has to come second.
            assertEquals(1, ok(threads.invokeAll(List.of(() -> audience("Left", "trait('right')"),
                    () -> there.manage("POST", "audiences", body("Right", "trait('left')").toString())))));
        }
    }

    private static long ok(List<Future<Reply>> replies) {
        return replies.stream().map(Future::resultNow).peek(reply -> assertTrue(reply.status() == 200
                || reply.status() == 409, reply.toString())).filter(reply -> reply.status() == 200).count();
    }

    @Test
    void aRefreshSeesEachChange() {
        try (var graph = new Graph(server.neo4j())) {
            var definitions = new DefinitionStore(graph);
            var id = new SpaceId(space.id());
            assertEquals(0, definitions.enabled(id).version());
            assertEquals(List.of(), definitions.enabled(id).plan().definitions());
            audience("Top", "trait('base')").ok();
            String base = audienceId("Base", "trait('x')");
            var enabled = definitions.enabled(id);
            assertEquals(List.of("base", "top"),
                    enabled.plan().definitions().stream().map(Definition::key).toList());
            assertTrue(enabled == definitions.enabled(id), "nothing is read again without need");
            patch(base, "{\"definition\":{\"query\":\"trait('y')\"}}").ok();
            assertEquals(2, definitions.enabled(id).plan().definitions().getFirst().version());
            assertTrue(definitions.enabled(id).version() > enabled.version());
        }
    }
}
