package io.selfsame.compute.inspect;

import static io.selfsame.compute.refresh.Workbench.ago;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which values a computed trait or a condition has, and why others are none. */
class ExplainValuesIT extends Explaining {

    @Test
    void aComputedTraitSaysWhatItComputesFrom() {
        shop();
        JsonNode data = explain(bench.trait("Spent", "event('Order').within(2 days).sum(property('total'))"),
                "user_id:u1");
        assertEquals(55, data.path("value").asInt());
        JsonNode part = data.path("explanation");
        assertTrue(part.path("computes").asText().contains("sum(property('total'))"), part::toString);
        assertEquals(55, part.path("found").asInt());
        assertEquals(3, part.path("eventsCounted").asInt());
        JsonNode none = explain(bench.trait("Cheapest", "event('Refund').min(property('total'))"), "user_id:u1");
        assertTrue(none.path("value").isNull(), none::toString);
        assertEquals(0, none.at("/explanation/eventsCounted").asInt(-1));
    }

    @Test
    void eachValueIsListedAndWhyAnEventGaveNone() {
        bench.track("u1", "Order", early, "{\"total\":20}");
        bench.track("u1", "Order", late, "{\"total\":\"20\"}");
        bench.track("u1", "Order", ago(Duration.ofHours(2)), "{}");
        for (String reducer : List.of("sum", "avg", "max", "min", "mode")) {
            String as = reducer.equals("mode") ? "property('total') as string" : "property('total')";
            JsonNode part = explain(bench.trait("By " + reducer, "event('Order')." + reducer + "(" + as + ")"),
                    "user_id:u1").path("explanation");
            boolean texts = reducer.equals("mode");
            assertEquals(texts ? 2 : 1, part.path("eventsCounted").asInt(), part::toString);
            assertEquals(20, part.at("/events").get(texts ? 1 : 0).path("value").asInt(), part::toString);
            assertEquals(texts ? 1 : 2, part.path("eventsWithoutValue").asInt(), part::toString);
            assertEquals("no property('total')", part.at("/withoutValue/0/reason").asText(), part::toString);
            if (!texts) {
                assertEquals("a text, not a number", part.at("/withoutValue/1/reason").asText(), part::toString);
                assertEquals("20", part.at("/withoutValue/1/value").asText(), part::toString);
            }
        }
        JsonNode beyond = explain(bench.trait("Beyond", "event('Paid').sum(property('v'))"), "user_id:u1")
                .path("explanation");
        assertTrue(beyond.path("reason").isMissingNode(), beyond::toString);
        bench.track("u1", "Paid", early, "{\"v\":1e308}");
        bench.track("u1", "Paid", late, "{\"v\":1e308}");
        JsonNode none = explain(bench.audience("Rich", "event('Paid').sum(property('v')) > 1"), "user_id:u1")
                .path("explanation");
        assertTrue(none.path("found").isNull(), none::toString);
        assertEquals("the result is beyond what a double holds", none.path("reason").asText(), none::toString);
    }

    @Test
    void whatIsNoDateIsSaidToBeNone() {
        bench.identify("u1", "{\"renews\":\"soon\"}");
        JsonNode part = explain(bench.audience("Renewing", "trait('renews').within_next(7 days)"), "user_id:u1")
                .path("explanation");
        assertFalse(part.path("holds").asBoolean(true), part::toString);
        assertEquals("trait('renews') is not a date", part.path("reason").asText(), part::toString);
    }

    @Test
    void whatIsNotWhatItIsTakenAsIsSaidToBeNone() {
        bench.identify("u1", "{\"seats\":\"sixty\",\"vip\":\"perhaps\"}");
        bench.track("u1", "Paid", Instant.parse("2026-03-01T10:00:00Z"), "{\"v\":\"1,000.50\"}");
        bench.track("u1", "Paid", Instant.parse("2026-03-01T11:00:00Z"), "{\"v\":\"$5\"}");
        JsonNode part = explain(bench.audience("Large", "trait('seats') as number > 50"), "user_id:u1")
                .path("explanation");
        assertEquals("trait('seats') is not a number", part.path("reason").asText(), part::toString);
        part = explain(bench.audience("Important", "trait('vip') as boolean"), "user_id:u1").path("explanation");
        assertEquals("trait('vip') is neither true nor false", part.path("reason").asText(), part::toString);
        part = explain(bench.audience("Rich", "event('Paid').sum(property('v') as number) > 1000"), "user_id:u1")
                .path("explanation");
        assertEquals(1000.5, part.path("found").asDouble(), part::toString);
        assertEquals(1000.5, part.at("/events/0/value").asDouble(), part::toString);
        assertEquals("a text, not a number", part.at("/withoutValue/0/reason").asText(), part::toString);
        assertEquals("$5", part.at("/withoutValue/0/value").asText(), part::toString);
    }

    @Test
    void whatIsNoVersionIsSaidToBeNone() {
        bench.identify("u1", "{\"app\":\"nightly\",\"os\":\"v17.4\"}");
        JsonNode part = explain(bench.audience("Old app", "trait('app').version_less_than('2.10.0')"), "user_id:u1")
                .path("explanation");
        assertFalse(part.path("holds").asBoolean(true), part::toString);
        assertEquals("trait('app') is not a version", part.path("reason").asText(), part::toString);
        part = explain(bench.audience("New OS", "trait('os').version_at_least('17.10')"), "user_id:u1")
                .path("explanation");
        assertFalse(part.path("holds").asBoolean(true), part::toString);
        assertTrue(part.path("reason").isMissingNode(), part::toString);
    }

    @Test
    void ofAWholeListItIsSaidHowItsElementsAreCompared() {
        bench.identify("u1", "{\"tags\":[\"vip\",\"beta\"]}");
        for (String query : List.of("trait('tags') = 'vip'", "trait('tags') != 'vip'", "trait('tags').one_of('vip')")) {
            JsonNode part = explain(bench.audience("A" + query.length(), query), "user_id:u1").path("explanation");
            assertEquals("trait('tags') is a list; its elements are trait('tags.$')", part.path("reason").asText(),
                    part::toString);
        }
        JsonNode part = explain(bench.audience("Tagged", "trait('tags.$') = 'vip'"), "user_id:u1").path("explanation");
        assertTrue(part.path("holds").asBoolean(), part::toString);
        assertTrue(part.path("reason").isMissingNode(), part::toString);
    }
}
