package io.selfsame.compute.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Record;

/** Who belongs to an audience, the runs that somebody asked for, and definitions as Cypher. */
class MembersIT {

    private static final String BUYERS = "event('Order').count() >= 1";

    private final Workbench bench = new Workbench();

    private List<JsonNode> pages(String audience, int limit) {
        List<JsonNode> pages = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = bench.get("audiences/" + audience + "/members?limit=" + limit + next).ok().body();
            pages.add(page);
            next = "&next=" + page.at("/cursor/next").asText();
        } while (pages.getLast().at("/cursor/has_more").asBoolean());
        return pages;
    }

    @Test
    void pagesHoldEveryMemberExactlyOnce() {
        Set<String> buyers = new TreeSet<>();
        for (int i = 0; i < 7; i++) {
            bench.track("u" + i, "Order");
            buyers.add("u" + i);
        }
        bench.track("looker", "Visit");
        String audience = bench.audience("Buyers", BUYERS);
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        bench.refresh(at);
        bench.track("late", "Order");
        Instant later = at.plusSeconds(1);
        bench.refresh(later);
        buyers.add("late");

        List<JsonNode> pages = pages(audience, 3);
        assertEquals(List.of(3, 3, 2), pages.stream().map(page -> page.path("data").size()).toList());
        assertEquals("", pages.getLast().at("/cursor/next").asText());
        Map<String, String> since = new TreeMap<>();
        Set<String> ids = new TreeSet<>();
        for (JsonNode page : pages) {
            for (JsonNode member : page.path("data")) {
                assertEquals(1, member.path("external_ids").size(), member::toString);
                assertEquals("user_id", member.at("/external_ids/0/type").asText());
                String user = member.at("/external_ids/0/id").asText();
                assertEquals(bench.space.segmentIdOf("user_id:" + user).orElseThrow(), member.path("id").asText());
                assertTrue(ids.add(member.path("id").asText()), member::toString);
                since.put(user, member.path("since").asText());
            }
        }
        assertEquals(buyers, since.keySet());
        assertEquals(later.toString(), since.remove("late"));
        assertEquals(Set.of(at.toString()), Set.copyOf(since.values()));
        assertEquals(8, bench.audience(audience).at("/size/count").asInt());
        assertEquals(1, pages(audience, 8).size(), "a page that is just full is the last");
    }

    @Test
    void whoWasMergedAwayIsNoMemberBesides() {
        bench.track("u1", "Order");
        bench.track("anon:a1", "Order");
        String audience = bench.audience(Workbench.anybody(Workbench.body("Buyers", BUYERS)));
        bench.refresh();
        assertEquals(2, pages(audience, 1).size());
        bench.space.identify("{\"userId\":\"u1\",\"anonymousId\":\"a1\"}").ok();
        for (String when : List.of("before a refresh", "after it")) {
            JsonNode members = pages(audience, 1000).getFirst().path("data");
            assertEquals(1, members.size(), when);
            assertEquals(bench.space.segmentIdOf("user_id:u1").orElseThrow(), members.at("/0/id").asText(), when);
            assertEquals(Set.of("u1", "a1"), Set.copyOf(members.at("/0/external_ids").findValuesAsText("id")), when);
            bench.refresh();
        }
    }

    @Test
    void whoLeavesIsNoMember() {
        bench.identify("u1", "{\"plan\":\"pro\"}");
        bench.identify("u2", "{\"plan\":\"pro\"}");
        String audience = bench.audience("Paying", "trait('plan') = 'pro'");
        bench.refresh();
        assertEquals(Set.of("u1", "u2"), bench.members(audience));
        bench.identify("u1", "{\"plan\":\"free\"}");
        bench.refresh();
        assertEquals(Set.of("u2"), bench.members(audience));
    }

    private JsonNode traits(String who, String parameters) {
        return bench.space.profile(who, "traits" + parameters).ok().body().path("traits");
    }

    private void delete(String audience) {
        bench.space.manage("DELETE", "audiences/" + audience, "").ok();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyUsedAgainSaysWhatItsNewDefinitionSays(boolean atOnce) {
        bench.track("u1", "Order");
        bench.track("anon:a1", "Order");
        bench.space.identify("{\"userId\":\"u2\",\"anonymousId\":\"a1\"}").ok();
        String audience = bench.audience("Buyers", BUYERS);
        bench.refresh();
        delete(audience);
        if (!atOnce) {
            bench.refresh();
            assertTrue(traits("user_id:u1", "").path("buyers").asBoolean(), "the key is left as a custom trait");
        }
        String other = bench.audience("Buyers", "event('Order').count() >= 2");
        bench.refresh();
        bench.refresh();
        assertEquals(Set.of(), bench.members(other));
        for (String who : List.of("user_id:u1", "user_id:u2")) {
            assertEquals(Http.json("{\"buyers\":false}"), traits(who, "?include=buyers"), who);
            assertEquals(Http.json("{\"buyers\":false}"), traits(who, "?class=audience"), who);
        }
    }

    @Test
    void aKeyUsedAgainForAComputedTraitHasNoValueOfTheFormer() {
        bench.group("u1", "acme");
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"sku\":\"a\"}");
        for (var body : List.of(Workbench.body("Latest", "event('Order').last(property('sku'))"),
                Workbench.ofAccounts(Workbench.body("Latest", "event('Order').last(property('sku'))")))) {
            String trait = bench.trait(body);
            bench.refresh();
            bench.space.manage("DELETE", "computed-traits/" + trait, "").ok();
            bench.refresh();
            ((com.fasterxml.jackson.databind.node.ObjectNode) body.path("definition")).put("query",
                    "event('Order').last(property('name'))");
            bench.trait(body);
            bench.refresh();
        }
        assertEquals(Http.json("{}"), traits("user_id:u1", ""));
        assertEquals(Http.json("{}"), bench.space.get("collections/accounts/profiles/group_id:acme/traits").ok().body()
                .path("traits"));
    }

    @Test
    void whatADeletedDefinitionHasLeftIsReplacedByWhatIsSentThoughItWasTheLast() {
        bench.track("u1", "Order");
        String audience = bench.audience("Buyers", BUYERS);
        bench.refresh();
        bench.space.manage("PUT", "jobs/refresh", "{\"paused\":false,\"intervalSeconds\":1}").ok();
        delete(audience);
        bench.identify("u1", "{\"buyers\":\"perhaps\"}");
        Await.until("what was sent is read", () -> traits("user_id:u1", "").path("buyers").asText().equals("perhaps"));
    }

    /** An audience that acme is in, and idle is not. */
    private String accountsThatBuy() {
        bench.group("u1", "acme");
        bench.group("u2", "idle");
        bench.track("u1", "Order");
        String audience = bench.audience(Workbench.ofAccounts(Workbench.body("Buyers", "ANY(" + BUYERS + ")")));
        bench.refresh();
        return audience;
    }

    @Test
    void accountsAreMembersToo() {
        String audience = accountsThatBuy();
        JsonNode members = bench.get("audiences/" + audience + "/members").ok().body().path("data");
        assertEquals(1, members.size(), members::toString);
        assertEquals(Http.json("[{\"type\":\"group_id\",\"id\":\"acme\"}]"), members.at("/0/external_ids"));
    }

    @Test
    void anAudienceWithNobodyHasAnEmptyPage() {
        String audience = bench.audience("Buyers", BUYERS);
        bench.refresh();
        JsonNode page = bench.get("audiences/" + audience + "/members").ok().body();
        assertEquals(Http.json("[]"), page.path("data"));
        assertFalse(page.at("/cursor/has_more").asBoolean(true), page::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"members", "runs", "cypher", "explain/user_id:u1"})
    void anAudienceThatIsNotThereIsNotFound(String what) {
        assertEquals(404, bench.get("audiences/aud_none/" + what).status());
        String trait = bench.trait("Orders", "event('Order').count()");
        assertEquals(404, bench.get("audiences/" + trait + "/" + what).status(), "a computed trait is no audience");
        String elsewhere = new Workbench().audience("Buyers", BUYERS);
        assertEquals(404, bench.get("audiences/" + elsewhere + "/" + what).status(), "nor is that of another space");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=-1", "limit=x", "next=!"})
    void aPageThatCannotBeMeantIsRefused(String page) {
        String audience = bench.audience("Buyers", BUYERS);
        Reply refused = bench.get("audiences/" + audience + "/members?" + page);
        assertEquals(400, refused.status(), refused.toString());
        assertEquals("validation_error", refused.code());
    }

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

    /** As people paste it into Neo4j Browser: parameters are lines before the statement. */
    private List<Record> asInBrowser(JsonNode data) {
        String[] parts = data.path("browser").asText().split("\n\n", 2);
        Map<String, Object> parameters = new HashMap<>();
        for (String line : parts[0].split("\n")) {
            String[] parameter = line.replaceFirst("^:param ", "").replaceFirst(";$", "").split(" => ", 2);
            parameters.put(parameter[0], bench.cypher("RETURN " + parameter[1] + " AS value", Map.of()).getFirst()
                    .get("value").asObject());
        }
        return bench.cypher(parts[1].replaceFirst(";\\s*$", ""), parameters);
    }

    /** With the parameters that stand beside it, where instants and spans are text. */
    private List<Record> asAnswered(JsonNode data) {
        Map<String, Object> parameters = new HashMap<>();
        data.path("parameters").properties().forEach(parameter -> {
            Object value = Http.JSON.convertValue(parameter.getValue(), Object.class);
            parameters.put(parameter.getKey(), typed(value));
        });
        return bench.cypher(data.path("cypher").asText(), parameters);
    }

    private static Object typed(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(MembersIT::typed).toList();
            case String text when text.matches("PT.*") -> Duration.parse(text);
            case String text when text.matches("\\d{4}-\\d\\d-\\d\\dT.*Z") -> ZonedDateTime.parse(text);
            default -> value;
        };
    }

    private JsonNode cypher(String path, boolean exact) {
        JsonNode data = bench.get(path + "/cypher").ok().body().path("data");
        assertEquals(exact, data.path("exact").asBoolean(), data::toString);
        assertEquals(exact ? 0 : 1, data.path("gaps").size(), data::toString);
        return data;
    }

    @ParameterizedTest
    @ValueSource(strings = {"event('Order').count() >= 1", "event('Order').where(property('total') > 15).count() >= 1",
            "event('Order').within(2 hours).count() >= 1 AND trait('plan') = 'pro'",
            "trait('plan').one_of('2026-01-31T12:00:00Z', '2026-02-01T12:00:00Z') OR trait('plan') = 'pro'",
            "event('Order').sum(property('total')) > 25 OR NOT trait('plan').exists()",
            "trait('paying') AND event('Order').where(property('name') = 'it\\'s; \"odd\"').count() = 0"})
    void theCypherOfAnAudienceFindsItsMembers(String query) {
        bench.identify("u1", "{\"plan\":\"pro\"}");
        bench.identify("u2", "{\"plan\":\"free\"}");
        bench.identify("u3", "{\"plan\":\"pro\"}");
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":20}");
        bench.track("u2", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":30}");
        bench.track("u3", "Order", Workbench.ago(Duration.ofHours(5)),
                "{\"total\":10,\"name\":\"it's; \\\"odd\\\"\"}");
        bench.track("anon:a1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":40}");
        bench.audience("Paying", "trait('plan') = 'pro'");
        String audience = bench.audience("Some", query);
        bench.refresh();
        Set<String> members = new TreeSet<>();
        bench.get("audiences/" + audience + "/members").ok().body().path("data")
                .forEach(member -> members.add(member.path("id").asText()));
        assertFalse(members.isEmpty(), query);
        assertTrue(members.size() < 4, query);
        // Times may have rare forms, and sums many digits.
        boolean exact = !query.contains("2026") && !query.contains("sum");
        JsonNode data = cypher("audiences/" + audience, exact);
        assertTrue(data.path("cypher").asText().startsWith("//"), data::toString);
        assertEquals(List.copyOf(members), ids(asInBrowser(data), "segmentId"));
        assertEquals(List.copyOf(members), ids(asAnswered(data), "segmentId"));
    }

    private static List<String> ids(List<Record> rows, String name) {
        return rows.stream().map(row -> row.get(name).asString()).toList();
    }

    @Test
    void theCypherOfAnAudienceOfAccountsFindsThem() {
        String audience = accountsThatBuy();
        assertEquals(List.of("acme"), ids(asInBrowser(cypher("audiences/" + audience, true)), "groupId"));
    }

    @Test
    void theCypherOfAComputedTraitHasItsValues() {
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1)), "{\"total\":20}");
        bench.track("u1", "Order", Workbench.ago(Duration.ofHours(2)), "{\"total\":0.5}");
        bench.track("u2", "Order", Workbench.ago(Duration.ofHours(9)), "{\"total\":7}");
        String trait = bench.trait("Spent", "event('Order').within(1 days).sum(property('total'))");
        bench.refresh();
        Map<String, Double> values = new HashMap<>();
        for (Record row : asAnswered(cypher("computed-traits/" + trait, false))) {
            values.put(row.get("segmentId").asString(), row.get("value").asDouble());
        }
        assertEquals(Map.of(bench.space.segmentIdOf("user_id:u1").orElseThrow(), 20.5,
                bench.space.segmentIdOf("user_id:u2").orElseThrow(), 7.0), values);
        assertEquals(values.size(), asInBrowser(cypher("computed-traits/" + trait, false)).size());
        for (String user : List.of("u1", "u2")) {
            assertEquals(values.get(bench.space.segmentIdOf("user_id:" + user).orElseThrow()),
                    bench.space.profile("user_id:" + user, "traits").ok().body().at("/traits/spent").asDouble());
        }
    }
}
