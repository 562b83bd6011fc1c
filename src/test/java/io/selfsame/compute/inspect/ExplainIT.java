package io.selfsame.compute.inspect;

import static io.selfsame.compute.refresh.Workbench.ago;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Why somebody is in an audience or has a value, condition by condition, and when that will change by itself. */
class ExplainIT extends Explaining {

    @Test
    void eventsOfEveryNameAreListedByTheirNames() {
        shop();
        bench.track("u1", "Visit", ago(Duration.ofHours(2)), "{}");
        JsonNode data = explain(bench.audience("Active",
                "any_event().within(3 hours).count() = 3 AND created_at().exists()"), "user_id:u1");
        assertTrue(data.path("value").asBoolean(), data::toString);
        assertEquals(List.of("Order", "Visit", "Order"), data.at("/explanation/all/0/events").findValuesAsText("event"),
                data::toString);
        assertTrue(data.at("/explanation/all/1/found").asText().endsWith("Z"), data::toString);
    }

    @Test
    void eachConditionSaysWhetherItHoldsWhatWasFoundAndWhatCounted() {
        shop();
        String query = "event('Order').where(property('total') > 10).within(2 days).count() >= 2 "
                + "AND (trait('plan') = 'pro' OR NOT trait('age').exists())";
        JsonNode data = explain(bench.audience("Big", query), "user_id:u1");
        assertEquals("big", data.path("key").asText());
        assertEquals(bench.space.segmentIdOf("user_id:u1").orElseThrow(), data.path("id").asText());
        assertEquals(query, data.path("query").asText());
        assertTrue(data.path("value").asBoolean(), data::toString);
        assertTrue(data.path("counts").asBoolean(), data::toString);
        JsonNode whole = data.path("explanation");
        assertTrue(whole.path("holds").asBoolean(), data::toString);
        assertEquals(2, whole.path("all").size(), data::toString);

        JsonNode orders = whole.at("/all/0");
        assertTrue(orders.path("condition").asText().startsWith("event('Order')"), orders::toString);
        assertTrue(orders.path("holds").asBoolean(), orders::toString);
        assertEquals(2, orders.path("found").asInt());
        assertEquals(2, orders.path("eventsCounted").asInt());
        assertEquals(List.of("u1-Order-" + late, "u1-Order-" + early),
                orders.path("events").findValuesAsText("message_id"), "newest first");
        assertEquals(List.of(late.toString(), early.toString()), orders.path("events").findValuesAsText("timestamp"));
        assertEquals(List.of("Order", "Order"), orders.path("events").findValuesAsText("event"));

        JsonNode either = whole.at("/all/1");
        assertTrue(either.path("holds").asBoolean(), either::toString);
        JsonNode plan = either.at("/any/0");
        assertEquals("trait('plan') = 'pro'", plan.path("condition").asText());
        assertFalse(plan.path("holds").asBoolean(true), plan::toString);
        assertEquals("free", plan.path("found").asText());
        assertTrue(plan.path("eventsCounted").isMissingNode(), plan::toString);
        JsonNode not = either.at("/any/1");
        assertTrue(not.path("holds").asBoolean(), not::toString);
        assertFalse(not.at("/not/holds").asBoolean(true), not::toString);
        assertTrue(not.at("/not/found").isNull(), not::toString);
    }

    @Test
    void ofManyEventsTheNewestAreNamedAndAllAreCounted() {
        StringBuilder batch = new StringBuilder("[");
        for (int i = 1; i <= 25; i++) {
            batch.append(i == 1 ? "" : ",").append("{\"type\":\"track\",\"userId\":\"u1\",\"event\":\"Order\","
                    + "\"messageId\":\"m" + i + "\",\"timestamp\":\"" + early.plusSeconds(i) + "\"}");
        }
        bench.space.batch(batch + "]").ok();
        JsonNode part = explain(bench.trait("Orders", "event('Order').count()"), "user_id:u1").path("explanation");
        assertEquals(25, part.path("eventsCounted").asInt());
        assertEquals(20, part.path("events").size());
        assertEquals("m25", part.at("/events/0/message_id").asText());
        assertEquals("m6", part.at("/events/19/message_id").asText());
    }

    @Test
    void aFunnelThatIsNotTrueNamesTheParentAndTheChildThatSpoilsIt() {
        bench.track("u1", "Cart", early, "{}");
        bench.track("u1", "Order", late, "{\"total\":5}");
        String audience = bench.audience("Abandoned", "event('Cart').where(event('Order').where(property('total') > 1)"
                + ".within(parent: 3 days).count() = 0).count() >= 1");
        JsonNode part = explain(audience, "user_id:u1").path("explanation");
        assertFalse(part.path("holds").asBoolean(true), part::toString);
        assertEquals(0, part.path("eventsCounted").asInt(-1), part::toString);
        assertEquals(1, part.path("eventsLeftOut").asInt(), part::toString);
        JsonNode parent = part.at("/leftOut/0");
        assertEquals("u1-Cart-" + early, parent.path("message_id").asText());
        JsonNode child = parent.at("/where/0");
        assertFalse(child.path("holds").asBoolean(true), part::toString);
        assertEquals(1, child.path("found").asInt(), part::toString);
        assertEquals("u1-Order-" + late, child.at("/events/0/message_id").asText());
        assertEquals(5, child.at("/events/0/where/0/found").asInt(), part::toString);

        bench.track("u1", "Cart", late.plusSeconds(1), "{}");
        JsonNode again = explain(audience, "user_id:u1").path("explanation");
        assertTrue(again.path("holds").asBoolean(), again::toString);
        assertEquals("u1-Cart-" + late.plusSeconds(1), again.at("/events/0/message_id").asText(), again::toString);
        assertEquals(0, again.at("/events/0/where/0/found").asInt(-1), again::toString);
        assertEquals(1, again.path("eventsLeftOut").asInt());
    }

    @Test
    void itIsAsOfNowThoughNothingWasRefreshed() {
        String audience = bench.audience("Buyers", "event('Order').count() >= 1");
        bench.refresh();
        bench.track("u1", "Order");
        assertTrue(explain(audience, "user_id:u1").path("value").asBoolean());
        assertEquals(Set.of(), bench.members(audience));
    }

    @Test
    void itNamesTheWindowsEdgeThatChangesTheResult() {
        shop();
        bench.track("u1", "Login", early, "{}");
        String window = "event('Order').where(property('total') > 10).within(2 days)";
        assertChanges(explain(bench.audience("Two", window + ".count() >= 2"), "user_id:u1"), leaves(early, 2),
                "false");
        assertChanges(explain(bench.audience("One", window + ".count() >= 1"), "user_id:u1"), leaves(late, 2),
                "false");
        assertChanges(explain(bench.audience("Asleep", "event('Login').within(7 days).count() = 0"), "user_id:u1"),
                leaves(early, 7), "true");
        assertChanges(explain(bench.trait("Spent", window + ".sum(property('total'))"), "user_id:u1"),
                leaves(early, 2), "30");
        assertChanges(explain(bench.audience("Old", "event('Login').between(2 days, 9 days).count() >= 1"),
                "user_id:u1"), early.plus(Duration.ofDays(2)), "true");
        for (String lasting : List.of(window + ".count() >= 3", "event('Order').count() >= 1",
                "trait('plan') = 'free'")) {
            JsonNode data = explain(bench.audience("Audience " + lasting.length(), lasting), "user_id:u1");
            assertTrue(data.path("changes").isNull(), data::toString);
        }
    }

    @Test
    void aRefreshAtThatEdgeMakesThatChange() {
        shop();
        String audience = bench.audience("Recent", "event('Order').within(2 days).count() >= 3");
        bench.refresh();
        Instant edge = Instant.parse(explain(audience, "user_id:u1").at("/changes/at").asText());
        bench.refresh(edge.minusMillis(1));
        assertEquals(Set.of("u1"), bench.members(audience));
        bench.refresh(edge);
        assertEquals(Set.of(), bench.members(audience));
    }

    @Test
    void whatAConditionRefersToIsExplainedToo() {
        shop();
        bench.audience("Recent", "event('Order').within(2 days).count() >= 3");
        JsonNode data = explain(bench.audience("Quiet", "NOT trait('recent') OR trait('recent') = false"),
                "user_id:u1");
        JsonNode opened = data.at("/explanation/any/0/not/refersTo/0");
        assertEquals("recent", opened.path("key").asText(), data::toString);
        assertTrue(opened.path("value").asBoolean(), data::toString);
        assertEquals(3, opened.at("/explanation/found").asInt(), data::toString);
        assertEquals(3, opened.at("/explanation/eventsCounted").asInt(), data::toString);
        JsonNode again = data.at("/explanation/any/1/refersTo/0");
        assertTrue(again.path("value").asBoolean(), data::toString);
        assertTrue(again.path("explanation").isMissingNode(), "it is explained once");
    }

    @Test
    void longValuesAreNotRepeatedWithoutEnd() {
        String text = "x".repeat(900);
        String items = "[" + ("\"" + text + "\",").repeat(7) + "\"" + text + "\"]";
        for (int i = 0; i < 60; i++) {
            bench.track("u1", "Order", late.minusSeconds(i), "{\"items\":" + items + "}");
        }
        String conditions = String.join(" AND ",
                Collections.nCopies(30, "event('Order').last(property('items.$')).contains('x')"));
        JsonNode data = explain(bench.audience("Long", conditions), "user_id:u1");
        assertTrue(data.toString().length() < 2_500_000, () -> data.toString().length() + " characters");
        JsonNode last = data.at("/explanation/all/29");
        assertTrue(last.path("holds").asBoolean(), "it is true all the same");
        assertTrue(last.at("/events/0/valueLeftOut").asInt() > 7_000, () -> last.at("/events/0").fieldNames().next());
    }

    @Test
    void whatADefinitionStandsOnIsFoundAndChangesIt() {
        shop();
        bench.audience("Recent", "event('Order').within(2 days).count() >= 3");
        JsonNode data = explain(bench.audience("Quiet", "NOT trait('recent')"), "user_id:u1");
        assertFalse(data.path("value").asBoolean(true), data::toString);
        assertTrue(data.at("/explanation/not/found").asBoolean(), data::toString);
        assertChanges(data, leaves(early, 2), "true");
    }

    @Test
    void mergedPeopleAreOnePersonByAnyName() {
        bench.track("anon:a1", "Order");
        bench.identify("u1", "{\"email\":\"jane@x.example\"}");
        bench.track("u1", "Order", late, "{}");
        String audience = bench.audience("Buyers", "event('Order').count() >= 2");
        String visitor = bench.space.segmentIdOf("anonymous_id:a1").orElseThrow();
        String user = bench.space.segmentIdOf("user_id:u1").orElseThrow();
        assertNotEquals(visitor, user);
        assertFalse(explain(audience, user).path("value").asBoolean(true));
        bench.space.identify("{\"userId\":\"u1\",\"anonymousId\":\"a1\"}").ok();
        String parent = bench.space.segmentIdOf("user_id:u1").orElseThrow();
        for (String who : List.of(visitor, user, "segment_id:" + visitor, "segment_id:" + user, "anonymous_id:a1",
                "user_id:u1", "email:jane@x.example", "email:Jane@X.example")) {
            JsonNode data = explain(audience, who);
            assertEquals(parent, data.path("id").asText(), who);
            assertTrue(data.path("value").asBoolean(), who);
            assertEquals(2, data.at("/explanation/eventsCounted").asInt(), who);
        }
    }

    @Test
    void whoIsFilteredOutDoesNotCountThoughTheConditionsHold() {
        bench.track("anon:a1", "Order");
        String query = "event('Order').count() >= 1";
        JsonNode data = explain(bench.audience("Known", query), "anonymous_id:a1");
        assertFalse(data.path("value").asBoolean(true), data::toString);
        assertFalse(data.path("counts").asBoolean(true), data::toString);
        assertTrue(data.at("/explanation/holds").asBoolean(), data::toString);
        JsonNode anybody = explain(bench.audience(Workbench.anybody(Workbench.body("Any", query))), "anonymous_id:a1");
        assertTrue(anybody.path("value").asBoolean(), anybody::toString);
        assertTrue(anybody.path("counts").isMissingNode(), "nobody is filtered out");
        JsonNode value = explain(bench.trait("Orders", "event('Order').count()"), "anonymous_id:a1");
        assertTrue(value.path("value").isNull(), value::toString);
        assertEquals(1, value.at("/explanation/found").asInt(), value::toString);
    }

    @Test
    void whoIsNotThereIsNotFoundAndWhoIsNoNameIsRefused() {
        accounts();
        String people = bench.audience("Buyers", "event('Order').count() >= 1");
        String accounts = bench.audience(ofAccounts("Any", "ANY(event('Order').count() >= 1)"));
        for (String nobody : List.of("user_id:nobody", "use_0000000000000000000000000", "segment_id:use_none",
                "group_id:acme")) {
            assertEquals(404, ask(people, nobody).status(), nobody);
        }
        assertEquals(404, ask(accounts, "group_id:none").status());
        for (String malformed : List.of("u1", ":u1", "user_id:", "user_id: ")) {
            Reply refused = ask(people, malformed);
            assertEquals(400, refused.status(), malformed);
            assertEquals("validation_error", refused.code(), malformed);
        }
        assertEquals(400, ask(accounts, "user_id:u1").status());
        assertEquals(400, ask(accounts, "acme").status());
        var elsewhere = new Workbench();
        elsewhere.track("stranger", "Order");
        assertEquals(404, ask(people, elsewhere.space.segmentIdOf("user_id:stranger").orElseThrow()).status());
    }
}
