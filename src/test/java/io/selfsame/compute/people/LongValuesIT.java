package io.selfsame.compute.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.refresh.LedgerChanges;
import io.selfsame.compute.refresh.PeopleCache;
import io.selfsame.compute.refresh.Refresh;
import io.selfsame.compute.refresh.RefreshBatch;
import io.selfsame.compute.refresh.RefreshProgress;
import io.selfsame.compute.refresh.ResultChanges;
import io.selfsame.compute.refresh.SmallRefresh;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.query.parse.QueryParser;
import io.selfsame.testing.Http;
import io.selfsame.testing.Preview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever sends events chooses how long their values are, and not how much memory they take. */
class LongValuesIT {

    /** What one event of a long text takes, of which a thousand characters count, in events with a short value. */
    private static final int LONG = 8;

    private final Workbench bench = new Workbench();

    /** Events of one person whose property is 30,000 characters long. */
    private void visits(String who, int count, String property) {
        for (int sent = 0; sent < count; sent += 10) {
            List<String> batch = new ArrayList<>();
            for (int i = sent; i < Math.min(count, sent + 10); i++) {
                batch.add("{\"type\":\"track\",\"userId\":\"" + who + "\",\"event\":\"Visit\",\"messageId\":\"" + who
                        + "-"
                        + property.hashCode() + "-" + i + "\",\"timestamp\":\""
                        + Workbench.ago(Duration.ofMinutes(1 + i)) + "\",\"properties\":" + property + "}");
            }
            bench.space.send("batch", "{\"batch\":[" + String.join(",", batch) + "]}").ok();
        }
    }

    private static String url(int length) {
        return "{\"url\":\"https://shop.example/" + "x".repeat(length) + "\"}";
    }

    private static String items() {
        return "{\"items\":[" + "\"abcdefgh\",".repeat(450) + "\"z\"]}";
    }

    private ProfileId person(String who) {
        return new ProfileId(root(who));
    }

    private String root(String who) {
        return bench.space.segmentIdOf("user_id:" + who).orElseThrow();
    }

    private static Definition define(String query) {
        return new Definition("aud_it", "it", Level.USERS, QueryParser.membership(query), Set.of(), 1);
    }

    private PeopleLoader reader(EvaluationPlan plan) {
        return new PeopleLoader(Workbench.GRAPH, plan, Workbench.COLUMNS.latest(bench.id), Map.of(), Instant.now(),
                Set.of());
    }

    @Test
    void whoeverTakesTooMuchIsNamedAndOthersAreServed() {
        visits("u1", 3, url(100));
        visits("huge", 150, url(29_900));
        visits("u2", 3, url(29_900));
        String visitors = bench.audience("Visitors",
                "event('Visit').where(property('url').starts_with('https://shop')).count() >= 3");
        var memory = new EvaluationMemory(8L * 1_000 * MemoryAllowance.EVENT);
        var refresh = new Refresh(Workbench.GRAPH, memory, Workbench.COLUMNS, Workbench.RULES, SmallRefresh.LIMITS);
        String words = refresh.refresh(bench.id, Instant.now());
        assertEquals(Set.of("u1", "u2"), bench.members(visitors));
        assertTrue(words.contains("; 1 people or accounts cannot be looked at, the first are " + root("huge")), words);
        String error = bench.audience(visitors).path("error").asText();
        assertTrue(error.contains("takes as much memory as more than 1000 events with a short value"), error);
        visits("u3", 3, url(29_900));
        refresh.refresh(bench.id, Instant.now());
        assertEquals(Set.of("u1", "u2", "u3"), bench.members(visitors));
    }

    @Test
    void anAccountWithOneOfThemStaysAsItWas() {
        visits("huge", 150, url(29_900));
        visits("u1", 3, url(100));
        visits("u2", 3, url(100));
        bench.group("huge", "large");
        bench.group("u1", "large");
        bench.group("u2", "small");
        String busy = bench.audience(Workbench.ofAccounts(Workbench.body("Busy",
                "event('Visit').where(property('url').contains('shop')).count() >= 3")));
        String people = bench.audience("Visitors",
                "event('Visit').where(property('url').contains('shop')).count() >= 3");
        var memory = new EvaluationMemory(8L * 1_000 * MemoryAllowance.EVENT);
        new Refresh(Workbench.GRAPH, memory, Workbench.COLUMNS, Workbench.RULES, SmallRefresh.LIMITS)
                .refresh(bench.id, Instant.now());
        assertEquals(Set.of("small"), bench.members(busy));
        assertEquals(Set.of("u1", "u2"), bench.members(people));
    }

    @Test
    void namesAreAsLongAsValues() {
        String text = "x".repeat(10_000);
        assertTrue(MemoryAllowance.weight(Json.object().put(text, 1)) >= MemoryAllowance
                .weight(Json.object().put("a", text)));
    }

    private static String externalId(int i) {
        return "\"context\":{\"externalIds\":[{\"id\":\"d\",\"type\":\"device_" + i
                + "\",\"collection\":\"users\",\"encoding\":\"none\"}]}";
    }

    /** Each of the profiles that were merged has traits of its own. */
    @Test
    void longTraitsOfManyProfilesAreReadOneByOne() {
        String last = "y".repeat(30_000);
        for (int i = 0; i < 12; i++) {
            bench.space.identify("{" + externalId(i) + ",\"traits\":{\"bio\":\""
                    + (i == 11 ? last : "x".repeat(30_000)) + "\",\"plan\":\"p" + i + "\"}}").ok();
        }
        for (int i = 0; i < 12; i++) {
            bench.space.identify("{\"userId\":\"u1\"," + externalId(i) + "}").ok();
        }
        bench.identify("u2", "{\"bio\":\"" + last + "\",\"plan\":\"p11\"}");
        String audience = bench.audience("Y", "trait('plan') = 'p11' AND trait('bio') >= 'y'");
        bench.refresh();
        String profiles = "MATCH (:Profile {segmentId: $root})<-[:CANONICAL]-(p) RETURN p";
        assertTrue(bench.cypher(profiles, Map.of("root", root("u1"))).size() >= 9, "many were merged");
        assertEquals(2, bench.members(audience).size());
    }

    /** Two hundred of them are more than are asked about at once. */
    @Test
    void longTraitsOfAPastTimeAreReadInShorterPages() {
        String bio = "x".repeat(29_000);
        for (int sent = 0; sent < 190; sent += 15) {
            bench.space.send("batch", IntStream.range(sent, Math.min(190, sent + 15))
                    .mapToObj(i -> "{\"type\":\"identify\",\"userId\":\"u" + i + "\",\"traits\":{\"bio\":\"" + bio
                            + "\"}}")
                    .collect(Collectors.joining(",", "{\"batch\":[", "]}"))).ok();
        }
        var preview = Preview.of(bench.space, true, Preview.ask(bench.space, true, false, "trait('bio') >= 'x'",
                Http.JSON.createObjectNode(), Instant.now().plusSeconds(1)));
        assertEquals(190, preview.found().size());
    }

    /** Whoever names account after account is asked about none of them, and others are. */
    @Test
    void whoBelongsToTooManyAccountsFailsAlone() {
        for (int sent = 0; sent < 1_001; sent += 1_000) {
            bench.space.send("batch", IntStream.range(sent, Math.min(1_001, sent + 1_000))
                    .mapToObj(i -> "{\"type\":\"group\",\"userId\":\"u1\",\"groupId\":\"g" + i + "\"}")
                    .collect(Collectors.joining(",", "{\"batch\":[", "]}"))).ok();
        }
        bench.group("u2", "small");
        bench.track("u2", "Visit");
        bench.audience(Workbench.ofAccounts(Workbench.body("Busy", "ANY(event('Visit').count() >= 1)")));
        String of = bench.audience("Of busy", "trait('busy')");
        String other = bench.audience("Other", "NOT trait('nothing') = 1");
        bench.refresh();
        assertEquals(Set.of("u2"), bench.members(of));
        String error = bench.audience(of).path("error").asText();
        assertTrue(error.contains("more than 1000") && error.contains(root("u1")), error);
        assertEquals(Set.of("u1", "u2"), bench.members(other));
    }

    @Test
    void noMoreIsReadThanIsAllowed() {
        visits("u1", 60, url(29_900));
        var reader = reader(
                new EvaluationPlan(List.of(define("event('Visit').where(property('url').exists()).count() > 0"))));
        var allowance = new MemoryAllowance(1_000);
        var person = reader.people(List.of(person("u1")), allowance).getFirst();
        assertEquals(60, person.subject().events("Visit").size());
        assertEquals(1_000 - MemoryAllowance.PERSON - 60 * LONG, allowance.left());
        assertThrows(MemoryAllowance.Exceeded.class,
                () -> reader.people(List.of(person("u1")), new MemoryAllowance(60 * LONG)));
    }

    /** The first is read in a row of all events, the other in one row an event. */
    @Test
    void longListsAreReadOneByOne() {
        visits("u1", 3, items());
        visits("u2", 40, items());
        var definition = define("event('Visit').where(property('items.$') = 'z').count() >= 3");
        var plan = new EvaluationPlan(List.of(definition));
        var known = Workbench.COLUMNS.add(bench.id, plan.columns(), tx -> {}).known();
        for (boolean ready : List.of(false, true)) {
            var reader = reader(plan);
            assertEquals(!ready, reader.readsBodies());
            var people = reader.people(List.of(person("u1"), person("u2")), MemoryAllowance.unlimited());
            assertEquals(Set.of(3, 40), Set.of(people.getFirst().subject().events("Visit").size(),
                    people.getLast().subject().events("Visit").size()));
            var run = new EvaluationRun(plan, Instant.now(), RunControl.endless());
            people.forEach(one -> assertTrue(run.outcome(definition, one.subject()).isMember()));
            while (Workbench.COLUMNS.fill(bench.id, known, tx -> {}).looked() > 0) {
                known = Workbench.COLUMNS.latest(bench.id);
            }
        }
    }

    @Test
    void whatIsTooLongToBeComparedFailsWhoeverAsksForItAlone() {
        visits("u1", 3, "{\"items\":[" + "\"abcdefgh\",".repeat(900) + "\"z\"]}");
        visits("u2", 3, "{\"items\":[\"z\"]}");
        String asks = bench.audience("Asks", "event('Visit').where(property('items.$') = 'z').count() >= 1");
        String counts = bench.audience("Counts", "event('Visit').count() >= 1");
        bench.refresh();
        assertEquals(Set.of("u1", "u2"), bench.members(counts));
        assertEquals(Set.of("u2"), bench.members(asks));
        String error = bench.audience(asks).path("error").asText();
        assertTrue(error.contains("asks for properties.items.$ of an event 'Visit' of "), error);
        assertTrue(error.contains(root("u1")), error);
    }

    /** Bodies are let go of before many are there. */
    @Test
    void columnsAreFilledInShortPages() {
        visits("u1", 100, url(29_900));
        var plan = new EvaluationPlan(List.of(define("event('Visit').where(property('url').exists()).count() > 0")));
        var columns = new EventColumns(Workbench.GRAPH);
        var filled = columns.fill(bench.id, columns.add(bench.id, plan.columns(), tx -> {}).known(), tx -> {});
        assertTrue(filled.looked() > 50 && filled.looked() < 80, () -> filled + " of a hundred");
        assertFalse(columns.latest(bench.id).isReady("Visit", plan.columns().iterator().next().column()));
        long all = filled.looked();
        while (!columns.latest(bench.id).isReady("Visit", plan.columns().iterator().next().column())) {
            all += columns.fill(bench.id, columns.latest(bench.id), tx -> {}).looked();
        }
        assertEquals(100, all);
        assertEquals(100, bench.cypher("MATCH (event:Event {space: $space}) WHERE size(event.`properties.url`) = 1000 "
                + "RETURN event", Map.of()).size());
    }

    @Test
    void aResultHasALimitOfItsOwn() {
        for (int i = 0; i < 110; i += 10) {
            StringBuilder batch = new StringBuilder("[");
            for (int j = i; j < i + 10; j++) {
                batch.append(j == i ? "" : ",").append("{\"type\":\"track\",\"userId\":\"u1\",\"event\":\"Visit\","
                        + "\"properties\":{\"url\":\"" + j + "x".repeat(997) + "\"}}");
            }
            bench.space.batch(batch + "]").ok();
        }
        String urls = bench.trait(Workbench.body("Urls", "event('Visit').unique(property('url'))"));
        String count = bench.trait(Workbench.body("Count", "event('Visit').count()"));
        bench.refresh();
        assertEquals("Failed", bench.trait(urls).path("status").asText());
        assertTrue(bench.trait(urls).path("error").asText().contains("It has a result of more than 100000 characters"),
                bench.trait(urls)::toString);
        assertEquals("Live", bench.trait(count).path("status").asText());
        assertEquals(110, bench.space.profile("user_id:u1", "traits").ok().body().at("/traits/count").asInt());
    }

    /** A group call has a few traits of 30,000 characters, and an account those of all calls. */
    @Test
    void accountsWithLongTraitsFailAloneAndSaySo() {
        String all = IntStream.range(0, 8).mapToObj(i -> "trait('t" + i + "').exists()")
                .collect(Collectors.joining(" AND "));
        for (int i = 0; i < 8; i++) {
            bench.space.send("group", "{\"userId\":\"u1\",\"groupId\":\"large\",\"traits\":{\"t" + i + "\":\""
                    + "x".repeat(30_000) + "\"}}").ok();
            bench.space.send("group", "{\"userId\":\"u1\",\"groupId\":\"small\",\"traits\":{\"t" + i + "\":\"x\"}}")
                    .ok();
        }
        String full = bench.audience(Workbench.ofAccounts(Workbench.body("Full", all)));
        String busy = bench.audience(Workbench.ofAccounts(Workbench.body("Busy", "event('Order').count() >= 1")));
        bench.track("u1", "Order");
        bench.refresh();
        assertEquals(Set.of("small"), bench.members(full));
        assertEquals(Set.of("large", "small"), bench.members(busy));
        String error = bench.audience(full).path("error").asText();
        assertTrue(error.contains("more than 200000 characters") && error.contains("/large"), error);
    }

    /** Each empty object of three characters takes some eighty bytes in memory. */
    @Test
    void accountsOfOnePersonAreWeighedToo() {
        String many = "[" + "{},".repeat(5_000) + "{}]";
        for (int i = 0; i < 5; i++) {
            bench.space.send("group", "{\"userId\":\"u1\",\"groupId\":\"g" + i + "\",\"traits\":{\"x\":" + many + "}}")
                    .ok();
        }
        String marked = bench.audience(Workbench.ofAccounts(Workbench.body("Marked", "trait('x').exists()")));
        bench.track("u1", "Visit");
        String visitors = bench.audience("Visitors", "event('Visit').count() >= 1");
        var memory = new EvaluationMemory(8L * 10_000 * MemoryAllowance.EVENT);
        var limits = new RefreshLimits(8, 8, 30, 100, 12, 12_000, 12_000, Duration.ZERO, Duration.ofMinutes(1));
        var refresh = new Refresh(Workbench.GRAPH, memory, Workbench.COLUMNS, Workbench.RULES, limits);
        refresh.refresh(bench.id, Instant.now());
        assertEquals(Set.of("u1"), bench.members(visitors), "people do not fail with their accounts");
        refresh.refresh(bench.id, Instant.now().plus(ResultChanges.RETRY));
        assertEquals(Set.of("g0", "g1", "g2", "g3", "g4"), bench.members(marked));
    }

    /** Of whoever is known. */
    @Test
    void aStretchOfTheLedgerEndsWhereItsEventsAreLong() {
        visits("u1", 1, "{\"items\":[]}");
        var enabled = new DefinitionStore(Workbench.GRAPH).enabled(bench.id);
        var plan = new EvaluationPlan(List.of(define("event('Visit').where(property('items.$') = 'z').count() > 0")));
        var cache = new PeopleCache();
        var known = cache.of(bench.id, new PeopleCache.Basis(enabled, Workbench.COLUMNS.latest(bench.id), Map.of()),
                cache.name());
        var batch = new RefreshBatch(Workbench.GRAPH, bench.id, Workbench.MEMORY, plan,
                Workbench.COLUMNS.latest(bench.id), Map.of(), Instant.now(), RefreshLimits.STANDARD,
                Optional.of(known));
        batch.look(List.of(person("u1")), List.of(), changes -> {});
        assertTrue(batch.isKnown(person("u1")));
        long before = RefreshProgress.read(Workbench.GRAPH, bench.id).orElseThrow().ledger();
        visits("u1", 400, items());
        long end = RefreshProgress.read(Workbench.GRAPH, bench.id).orElseThrow().ledger();
        List<Integer> pieces = new ArrayList<>();
        long at = before;
        while (at < end) {
            var touched = LedgerChanges.read(Workbench.GRAPH, bench.id, at, end, batch);
            assertEquals(Set.of(person("u1")), touched.roots());
            var events = touched.events().get(person("u1")).orElseThrow();
            assertTrue(events.stream().mapToLong(PersonEvent::weight).sum() < 20_500, () -> events.size() + " events");
            pieces.add(events.size());
            at = touched.to();
        }
        assertTrue(pieces.size() > 1, pieces::toString);
        assertEquals(400, pieces.stream().mapToInt(Integer::intValue).sum());
    }
}
