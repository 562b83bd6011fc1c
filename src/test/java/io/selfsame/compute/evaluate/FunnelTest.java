package io.selfsame.compute.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.column.EventColumn;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.query.Events;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.QueryNeeds;
import io.selfsame.query.parse.QueryParser;
import io.selfsame.query.text.QueryText;
import io.selfsame.testing.QueryOracle;
import io.selfsame.testing.RandomQuery;
import io.selfsame.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on events around events: as true as by walking over every pair, at a cost that is bounded. */
class FunnelTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final List<String> NAMES = List.of("Cart", "Order", "Viewed");
    private static final List<String> SPANS = List.of("1 seconds", "2 minutes", "1 hours", "1 days", "30 days");

    private static QueryOracle.Event event(Random random, int seq) {
        // Few instants, so that many events share one, and some lie ahead.
        Instant at = NOW.minusSeconds(random.nextInt(3) == 0
                ? random.nextInt(90_000)
                : random.nextInt(-60, 600) / 60
                        * 60L);
        ObjectNode properties = Json.object().put("total", random.nextInt(4) / 10.0).put("sku",
                random.nextBoolean() ? "a" : "b");
        if (random.nextInt(4) == 0) {
            properties.putArray("tags").add("a").add("b");
        }
        return new QueryOracle.Event(NAMES.get(random.nextInt(3)), at, seq, properties, Json.object(),
                "src_" + random.nextInt(3));
    }

    /** A funnel of so many levels, each in some window, with conditions of its own. */
    private static String funnel(Random random, int levels, int around) {
        var text = new StringBuilder("event('" + NAMES.get(random.nextInt(3)) + "')");
        List<String> filters = new ArrayList<>();
        if (levels > 0) {
            filters.add(".where(" + (random.nextBoolean() ? "" : leaf(random, around) + " AND ")
                    + funnel(random, levels - 1, around + 1) + ")");
        }
        if (random.nextInt(3) == 0) {
            filters.add(".where(" + leaf(random, around) + ")");
        }
        if (random.nextInt(3) > 0) {
            String span = SPANS.get(random.nextInt(SPANS.size()));
            filters.add(random.nextInt(around > 0 ? 4 : 1) > 0
                    ? ".within(" + List.of("parent", "chain", around > 1 ? "grandparent" : "parent")
                            .get(random.nextInt(3)) + ": " + span + ")"
                    : random.nextInt(6) == 0 ? ".expires_after(" + span + ")" : ".within(" + span + ")");
        }
        if (random.nextInt(8) == 0) {
            filters.add(".sources(exclude: 'src_1')");
        }
        java.util.Collections.shuffle(filters, random);
        filters.forEach(text::append);
        return text + switch (random.nextInt(8)) {
            case 0 -> ".sum(property('total')) >= 0.3";
            case 1 -> ".unique(property('sku')).count() > 1";
            case 2 -> ".first(property('sku')) = 'a'";
            default -> ".count() " + List.of("=", ">=", "<", "!=").get(random.nextInt(4)) + " " + random.nextInt(3);
        };
    }

    private static String leaf(Random random, int around) {
        return switch (random.nextInt(around > 1 ? 8 : around > 0 ? 6 : 4)) {
            case 0 -> "property('total') >= 0.1";
            case 1 -> "property('sku') = 'a'";
            case 2 -> "property('tags.$') = 'b'";
            case 3 -> "NOT property('total') = 0.2";
            case 4 -> "property('sku') = property(parent: 'sku')";
            case 5 -> "property('total') > property(parent: 'total')";
            case 6 -> "property('sku') = property(grandparent: 'sku')";
            default -> "property(grandparent: 'total') >= property(parent: 'total')";
        };
    }

    private static Definition audience(Query query) {
        return new Definition("aud_it", "it", Level.USERS, query, Set.of(), 1);
    }

    private static Subject.Person person(Query query, List<QueryOracle.Event> events) {
        Map<String, List<PersonEvent>> byName = new HashMap<>();
        var fields = QueryNeeds.of(query).fields();
        for (QueryOracle.Event event : events) {
            Map<String, Object> values = new HashMap<>(Map.of(PersonEvent.SOURCE_ID, event.source()));
            ObjectNode body = Json.object().put("type", "track");
            body.set("properties", event.properties());
            body.set("context", event.context());
            fields.getOrDefault(event.name(), Set.of()).stream().map(EventColumn::of).forEach(
                    column -> column.value(body).ifPresent(value -> values.put(column.name(), value)));
            byName.computeIfAbsent(event.name(), name -> new ArrayList<>())
                    .add(new PersonEvent(event.name(), event.at(), event.seq(), values));
            byName.computeIfAbsent(Events.ANY, name -> new ArrayList<>())
                    .add(new PersonEvent(Events.ANY, event.at(), event.seq(), values));
        }
        byName.values().forEach(some -> some.sort(PersonEvent.TIME));
        return new Subject.Person(new ProfileId("use_1"), Set.of("user_id"), byName,
                Map.of("plan", Json.tree("pro")), Set.of());
    }

    private static final Path PLAN = Path.of("plan");

    private static boolean oracle(Query query, List<QueryOracle.Event> events, Instant now) {
        var person = new QueryOracle.Person("use_1", Set.of("user_id:u1"), events, Map.of("plan", Json.tree("pro")),
                Set.of());
        var definition = new QueryOracle.Definition("it", false, query, Set.of());
        return new QueryOracle(List.of(definition), List.of(person), List.of(), now).value(definition, person)
                .booleanValue();
    }

    private static void compare(long seed, Query query, List<QueryOracle.Event> events) {
        Evaluator.Outcome outcome = Evaluator.of(query).evaluate(person(query, events), NOW,
                (context, path) -> path.equals(PLAN) ? "pro" : null,
                RunControl.endless());
        String which = "seed " + seed + ": " + QueryText.write(query);
        assertEquals(oracle(query, events, NOW), outcome.isMember(), which);
        outcome.next().ifPresent(next -> {
            assertTrue(next.isAfter(NOW), which);
            assertEquals(outcome.isMember(), oracle(query, events, next.minusMillis(1)), which + " until " + next);
        });
        if (outcome.next().isEmpty()) {
            assertEquals(outcome.isMember(), oracle(query, events, NOW.plus(Duration.ofDays(400))), which);
        }
    }

    @Test
    void asByWalkingOverEveryPair() {
        long seed = Seeds.of(FunnelTest.class);
        var random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            List<QueryOracle.Event> events = new ArrayList<>();
            int size = random.nextInt(20);
            for (int i = 0; i < size; i++) {
                events.add(event(random, i));
            }
            Query query = QueryParser.membership(funnel(random, 1 + random.nextInt(3), 0));
            compare(seed, query, events);
        }
    }

    /** Whatever a query may hold, traits apart. */
    @Test
    void asByWalkingOverEveryPairWhateverIsAsked() {
        long seed = Seeds.of(FunnelTest.class);
        var random = new Random(seed);
        var words = RandomQuery.Vocabulary.small();
        var queries = new RandomQuery(seed, new RandomQuery.Vocabulary(words.events(), words.properties(),
                words.contexts(), List.of("plan"), words.literals(), words.texts(), words.dates(), words.spans(),
                words.sources()), false);
        for (int round = 0; round < 3_000; round++) {
            List<QueryOracle.Event> events = new ArrayList<>();
            int size = random.nextInt(16);
            for (int i = 0; i < size; i++) {
                events.add(event(random, i));
            }
            compare(seed, queries.membership(8), events);
        }
    }

    private static Subject.Person whale(int events) {
        List<PersonEvent> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            all.add(new PersonEvent("V", NOW.minusSeconds(80_000).plusMillis(2L * i), i,
                    Map.of("properties.n", (long) i % 7)));
        }
        return new Subject.Person(new ProfileId("use_whale"), Set.of("user_id"), Map.of("V", all), Map.of(), Set.of());
    }

    private static final String TWO = "event('V').where(event('V').where(property('n') >= 1).within(parent: 1 days)"
            + ".count() >= 30000).within(1 days).count()";
    private static final String THREE = "event('V').where(event('V').where(event('V').where(property('n') >= 0)"
            + ".within(parent: 1 days).count() >= 1).within(parent: 1 days).count() >= 1).within(1 days).count()";

    private static Evaluator.Outcome outcome(String query, Subject.Person whale) {
        Query computation = QueryParser.computation(query);
        Definition definition = new Definition("tra_it", "it", Level.USERS, computation, Set.of(), 1);
        return new EvaluationRun(new EvaluationPlan(List.of(definition)), NOW).outcome(definition, whale);
    }

    /** By pairs this would be 1,600,000,000 steps, and by triples 40,000 times as many: both more than are allowed. */
    @Test
    void manyEventsOfOnePersonCostNoMoreThanThereAreEvents() {
        // Of 40,000 events six in seven count, so that 30,000 still follow each of the first 5,000.
        assertEquals(java.util.Optional.of(5000L), outcome(TWO, whale(40_000)).value());
        assertEquals(java.util.Optional.of(39_998L), outcome(THREE, whale(40_000)).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "event('V').where(event('V').where(property('n') = property(parent: 'n')).count() > 50000).count()",
            "event('V').where(event('V').sum(property('n')) > 500000).count()"})
    void whatCostsMoreFailsOfThemAlone(String query) {
        Evaluator.Outcome outcome = outcome(query, whale(40_000));
        assertTrue(outcome.failure().orElseThrow().contains("It needs more than 20000000 steps"), outcome::toString);
        assertEquals(java.util.Optional.empty(), outcome(query, whale(1_000)).failure());
    }

    @Test
    void aRunThatIsEndedEndsInTheMiddleOfAPerson() {
        Query query = QueryParser.computation("event('V').where(property('n') >= 1).count()");
        Definition definition = new Definition("tra_it", "it", Level.USERS, query, Set.of(), 1);
        RunControl control = RunControl.endless();
        control.end("Nobody wants it");
        var run = new EvaluationRun(new EvaluationPlan(List.of(definition)), NOW, control);
        var e = org.junit.jupiter.api.Assertions.assertThrows(RunControl.RunEnded.class,
                () -> run.outcome(definition, whale(40_000)));
        assertEquals("Nobody wants it", e.getMessage());
        org.junit.jupiter.api.Assertions.assertThrows(RunControl.RunEnded.class,
                () -> RunControl.of(Duration.ZERO, "late").check());
    }

    @Test
    void whatCouldNotBeReadFailsOnlyThoseThatAskForIt() {
        var unreadable = new UnreadableParts(Map.of("Order", "cannot be read"), Map.of("plan", "cannot be read"));
        var person = new Subject.Person(new ProfileId("use_1"), Set.of(), Map.of(), Map.of(), Set.of(), unreadable);
        var orders = audience(QueryParser.membership("event('Order').count() = 0"));
        var carts = audience(QueryParser.membership("event('Cart').count() = 0"));
        var plan = audience(QueryParser.membership("trait('plan').absent()"));
        assertEquals("It asks for events 'Order' of use_1, which cannot be read", failure(orders, person));
        assertEquals("It asks for trait('plan') of use_1, which cannot be read", failure(plan, person));
        assertTrue(new EvaluationRun(new EvaluationPlan(List.of(carts)), NOW).outcome(carts, person).isMember());
        var account = new Subject.Account(new AccountKey("acme"), Map.of(), List.of(person));
        var all = new Definition("aud_it", "it", Level.ACCOUNTS, orders.query(), Set.of(), 1);
        assertEquals("It asks for events 'Order' of use_1, which cannot be read", failure(all, account));
    }

    private static String failure(Definition definition, Subject subject) {
        return new EvaluationRun(new EvaluationPlan(List.of(definition)), NOW).outcome(definition, subject).failure()
                .orElseThrow();
    }
}
