package io.selfsame.compute.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.lease.Lease;
import io.selfsame.lease.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A refresh in small slices: what is new never waits for what is long, and nothing that cannot be read stops it. */
class RefreshSliceIT {

    private static final Lease LEASE = tx -> {};
    private static final EventColumns COLUMNS = new EventColumns(Workbench.GRAPH, 3);

    private final Workbench bench = new Workbench();
    private final Refresh refresh = SmallRefresh.of(Workbench.GRAPH, COLUMNS, Workbench.RULES);

    private void people(int count) {
        for (int i = 1; i <= count; i++) {
            bench.track("u" + i, "Order", Workbench.ago(Duration.ofMinutes(i)), "{\"total\":" + i + "}");
        }
    }

    private String all() {
        return refresh.refresh(bench.id, Instant.now());
    }

    private Progress slice() {
        return refresh.run(bench.id, LEASE);
    }

    private String status(String audience) {
        return bench.audience(audience).path("status").asText();
    }

    private Set<String> users(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count).mapToObj(i -> "u" + i).collect(Collectors.toSet());
    }

    @Test
    void whatIsNewIsSeenWhileAWalkGoesOn() {
        people(7);
        String live = bench.audience("Live", "event('Order').count() >= 1");
        all();
        assertEquals(users(7), bench.members(live));
        String slow = bench.audience("Slow", "event('Order').count() >= 1");
        Progress first = slice();
        assertTrue(first.more());
        assertTrue(first.words().endsWith("; backfill: 0 of 7 people"), first.words());
        int slices = 1;
        while (true) {
            bench.track("new" + slices, "Order");
            Progress progress = slice();
            assertTrue(bench.members(live).contains("new" + slices), progress.words());
            if (!progress.more() || slices > 30) {
                break;
            }
            slices++;
        }
        assertTrue(slices > 3, "a page a slice, and not all at once: " + slices);
        assertEquals("Live", status(slow));
        assertEquals(bench.members(live), bench.members(slow));
        assertFalse(slice().more());
    }

    @Test
    void theFirstDefinitionLooksAtEverybodyOnce() {
        people(4);
        people(4);
        for (int i = 0; i < 20; i++) {
            bench.track("u" + (1 + i % 4), "Order", Workbench.ago(Duration.ofHours(i + 1)), "{}");
        }
        String audience = bench.audience("Buyers", "event('Order').count() >= 1");
        assertEquals("4 people looked at, 4 results changed, 4 entered and 0 left audiences", all());
        assertEquals(users(4), bench.members(audience));
        bench.track("u5", "Order");
        assertEquals("1 people looked at, 1 results changed, 1 entered and 0 left audiences", all());
    }

    @Test
    void aBodyThatCannotBeReadIsLeftOutAndNamed() {
        people(8);
        bench.cypher("MATCH (e:Event {space: $space}) WHERE e.messageId STARTS WITH 'u3-' SET e.body = '{'", Map.of());
        String spent = bench.trait("Spent", "event('Order').sum(property('total'))");
        String words = all();
        assertTrue(words.contains("; 1 stored events cannot be read, the first is u3-Order"), words);
        assertTrue(words.contains(" of " + bench.space.segmentIdOf("user_id:u3").orElseThrow()), words);
        assertEquals("Live", bench.trait(spent).path("status").asText());
        assertEquals(8, bench.space.profile("user_id:u8", "traits").ok().body().at("/traits/spent").asInt());
    }

    @Test
    void aTraitThatCannotBeReadFailsForItsPersonAlone() {
        for (int i = 1; i <= 5; i++) {
            bench.identify("u" + i, "{\"plan\":{\"name\":\"pro\"}}");
        }
        String pro = bench.audience("Pro", "trait('plan.name') = 'pro'");
        String sick = bench.space.segmentIdOf("user_id:u2").orElseThrow();
        bench.cypher("MATCH (:Profile {segmentId: $sick})-[:HAS_TRAIT]->(t:Trait {name: 'plan'}) SET t.json = '{'",
                Map.of("sick", sick));
        all();
        assertEquals(Set.of("u1", "u3", "u4", "u5"), bench.members(pro));
        JsonNode json = bench.audience(pro);
        assertEquals("Failed", json.path("status").asText(), json::toString);
        assertTrue(json.path("error").asText().contains(sick), json::toString);
        bench.identify("u6", "{\"plan\":{\"name\":\"pro\"}}");
        all();
        assertTrue(bench.members(pro).contains("u6"));
        bench.identify("u2", "{\"plan\":{\"name\":\"pro\"}}");
        all();
        assertTrue(bench.members(pro).contains("u2"));
        assertEquals("Live", status(pro));
    }

    @Test
    void aColumnThatCannotBeMadeFailsItsDefinitionAlone() {
        people(3);
        String trait = bench.trait("Sum", "event('Order').sum(property('total'))");
        String above = bench.audience("Above", "trait('sum') > 1");
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        bench.cypher("""
                MATCH (definition:Definition {id: $id})
                MATCH (set:Definitions {space: $space})
                SET definition.query = $query, set.version = set.version + 1""",
                Map.of("id", trait, "query", "event('Order').sum(property('" + "p".repeat(9_000) + "'))"));
        all();
        for (JsonNode failed : List.of(bench.trait(trait), bench.audience(above))) {
            assertEquals("Failed", failed.path("status").asText());
            assertFalse(failed.path("error").asText().isEmpty());
        }
        bench.track("u4", "Order");
        all();
        assertEquals(users(4), bench.members(buyers));
        assertEquals("Live", status(buyers));
    }

    @Test
    void aRefreshThatFailsAgainAndAgainShowsInTheStatus() {
        people(1);
        String audience = bench.audience("Buyers", "event('Order').count() >= 1");
        all();
        fail(2);
        assertEquals("Live", status(audience));
        fail(3);
        JsonNode json = bench.audience(audience);
        assertEquals("Failed", json.path("status").asText());
        assertEquals("The refresh of the space has failed 3 times in a row: the shelf is empty",
                json.path("error").asText());
        bench.space.manage("PATCH", "audiences/" + audience, "{\"description\":\"x\"}").ok();
        fail(0);
        assertEquals("Live", status(audience));
    }

    private void fail(int times) {
        bench.cypher("MERGE (job:Job {key: $space + '/refresh'}) SET job.failures = $times, job.errorMessage = 'the "
                + "shelf is empty'", Map.of("times", times));
    }

    @Test
    void aChangeOfTraitPoliciesReachesAudiencesToo() {
        bench.space.batch("""
                [{"type":"identify","anonymousId":"a1","timestamp":"2026-03-01T10:00:00Z","traits":{"plan":"pro"}},
                 {"type":"identify","userId":"u1","timestamp":"2026-03-02T10:00:00Z","traits":{"plan":"free"}},
                 {"type":"track","userId":"u1","anonymousId":"a1","event":"Login"}]""").ok();
        String pro = bench.audience("Pro", "trait('plan') = 'pro'");
        String above = bench.audience("Above", "trait('pro')");
        String other = bench.audience("Other", "event('Login').count() > 0");
        all();
        assertEquals(Set.of(), bench.members(pro));
        bench.space.manage("PUT", "identity-rules", "{\"traitPolicies\":{\"plan\":\"oldest\"}}").ok();
        Workbench.RULES.latest(bench.id);
        slice();
        assertEquals(List.of("Computing", "Live"), List.of(status(pro), status(other)));
        all();
        assertEquals(1, bench.members(pro).size());
        assertEquals(bench.members(pro), bench.members(above));
        assertEquals("Live", status(pro));
    }

    private void list(String values) {
        bench.space.manage("PUT", "lists/plans", "{\"values\":" + values + "}").ok();
    }

    /** What asks for the list begins anew each time, and nothing that does not. */
    @Test
    void aListThatChangesAgainAndAgainKeepsNoOthersFromBeingComputed() {
        people(9);
        list("[0]");
        String listed = bench.audience("Listed", "event('Order').last(property('total')).in_list('plans')");
        String above = bench.audience("Above", "trait('listed')");
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        int slices = 0;
        while (!status(buyers).equals("Live") && slices < 30) {
            slices++;
            list("[1, " + (100 + slices) + "]");
            slice();
            assertFalse(status(listed).equals("Live") || status(above).equals("Live"), "in slice " + slices);
        }
        assertEquals("Live", status(buyers));
        assertEquals(users(9), bench.members(buyers));
        all();
        for (String each : List.of(listed, above)) {
            assertEquals("Live", status(each));
            assertEquals(Set.of("u1"), bench.members(each));
        }
    }

    @Test
    void whoHasTooManyEventsFailsAloneAndSaysSo() {
        var limits = new RefreshLimits(2, 2, 3, 4, 2, 6, 20, Duration.ZERO, Duration.ofMinutes(1));
        var strict = new Refresh(Workbench.GRAPH, Workbench.MEMORY, COLUMNS, Workbench.RULES, limits);
        people(3);
        for (int i = 0; i < 7; i++) {
            bench.track("whale", "Order", Workbench.ago(Duration.ofHours(i + 1)), "{}");
        }
        bench.group("u1", "small");
        bench.group("u2", "large");
        bench.group("whale", "large");
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        String orders = bench.trait(Workbench.ofAccounts(Workbench.body("Orders", "event('Order').count()")));
        strict.refresh(bench.id, Instant.now());
        assertEquals(users(3), bench.members(buyers));
        String whale = bench.space.segmentIdOf("user_id:whale").orElseThrow();
        String error = bench.audience(buyers).path("error").asText();
        assertTrue(error.contains("7 or more events") && error.contains(whale), error);
        assertEquals("Failed", bench.trait(orders).path("status").asText());
        assertTrue(bench.trait(orders).path("error").asText().contains("or more events"),
                bench.trait(orders)::toString);
        assertEquals(1, bench.space.get("collections/accounts/profiles/group_id:small/traits").ok().body()
                .at("/traits/orders").asInt());
        all();
        assertEquals("Failed", status(buyers), "until it is tried again");
        refresh.refresh(bench.id, Instant.now().plus(ResultChanges.RETRY));
        assertEquals("Live", status(buyers));
        assertTrue(bench.members(buyers).contains("whale"));
    }

    /** They hold memory and a thread meanwhile. Here everybody takes too long. */
    @Test
    void ofThoseWhoTakeLongFewerAreLookedAtTogether() {
        var limits = new RefreshLimits(8, 8, 30, 100, 12, 1_000, 1_000, Duration.ZERO, Duration.ZERO);
        var hasty = new Refresh(Workbench.GRAPH, Workbench.MEMORY, COLUMNS, Workbench.RULES, limits);
        people(20);
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        Progress first = hasty.run(bench.id, LEASE);
        assertTrue(first.more());
        while (!first.words().endsWith("so fewer are looked at together from now on")) {
            first = hasty.run(bench.id, LEASE);
            assertTrue(first.more(), first.words());
        }
        assertTrue(first.behind(), "it is no success");
        int slices = 1;
        while (hasty.run(bench.id, LEASE).more()) {
            slices++;
        }
        assertTrue(slices > 20, "one at a time in the end: " + slices);
        assertEquals(users(20), bench.members(buyers));
        assertEquals("Live", status(buyers));
        var upkeep = new DailyUpkeep(Workbench.GRAPH, Workbench.MEMORY, hasty, COLUMNS, Workbench.RULES,
                new DailyUpkeep.Sampling(2, 10, new Random(7)), limits);
        Progress check = upkeep.check(bench.id, LEASE);
        assertTrue(check.words().endsWith("fewer at a time from now on, as they take long"), check.words());
        for (int i = 0; i < 100 && check.more(); i++) {
            check = upkeep.check(bench.id, LEASE);
        }
        assertEquals("20 people computed anew, 0 results had drifted", check.words());
    }

    @Test
    void whoTakesTooLongWithTheirAccountsFailsAloneAndSaysSo() {
        var limits = new RefreshLimits(8, 8, 30, 100, 12, 1_000, 1_000, Duration.ZERO, Duration.ZERO);
        var hasty = new Refresh(Workbench.GRAPH, Workbench.MEMORY, COLUMNS, Workbench.RULES, limits);
        people(2);
        bench.group("u1", "acme");
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        String buying = bench.audience(Workbench.ofAccounts(Workbench.body("Buying", "event('Order').count() >= 1")));
        hasty.refresh(bench.id, Instant.now());
        assertEquals(Set.of("u2"), bench.members(buyers));
        assertEquals("Failed", status(buyers));
        assertEquals("It takes too long to evaluate with those who are looked at with it",
                bench.audience(buyers).path("error").asText().replaceFirst(" \\(.*", ""));
        assertEquals(Set.of("acme"), bench.members(buying), "by itself it is looked at in time");
    }

    @Test
    void aSendersTraitDoesNotMeetAResult() {
        people(1);
        String audience = bench.audience("Buyers", "event('Order').count() >= 1");
        all();
        // As earlier versions wrote it.
        assertEquals(1, bench.cypher("MATCH (p:Profile)-[:HAS_TRAIT]->(t:Trait {definition: $id}) "
                + "SET t.key = p.segmentId + '//' + $id, t.value = false RETURN t", Map.of("id", audience)).size());
        refresh.forget(bench.id);
        bench.track("u1", "Order", Workbench.ago(Duration.ofSeconds(1)), "{}");
        all();
        bench.identify("u1", "{\"/" + audience + "\":\"mine\"}");
        all();
        var traits = bench.space.profile("user_id:u1", "traits").ok().body().path("traits");
        assertEquals("mine", traits.path("/" + audience).asText(), traits::toString);
        assertTrue(traits.path("buyers").asBoolean(), traits::toString);
        assertEquals(1, bench.cypher("MATCH (t:Trait {definition: $id}) RETURN t", Map.of("id", audience)).size());
    }

    @Test
    void aCheckLooksAtEverybodyInTime() {
        people(9);
        String audience = bench.audience("Buyers", "event('Order').count() >= 1");
        all();
        bench.cypher("MATCH (t:Trait {definition: $id}) SET t.value = false", Map.of("id", audience));
        var upkeep = SmallRefresh.upkeep(Workbench.GRAPH, refresh, COLUMNS, Workbench.RULES);
        Set<String> words = new HashSet<>();
        for (int day = 0; day < 100 && left(audience) > 0; day++) {
            Progress progress = upkeep.check(bench.id, LEASE);
            while (progress.more()) {
                progress = upkeep.check(bench.id, LEASE);
            }
            words.add(progress.words());
        }
        assertEquals(0, left(audience), words::toString);
        assertTrue(words.stream().allMatch(said -> said.startsWith("4 people computed anew")), words::toString);
    }

    private int left(String audience) {
        return bench.cypher("MATCH (t:Trait {definition: $id}) WHERE t.value = false RETURN t",
                Map.of("id", audience)).size();
    }
}
