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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who belongs to an audience, page by page. */
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

    @Test
    void accountsAreMembersToo() {
        String audience = bench.accountsThatBuy();
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
}
