package io.selfsame.compute.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.compute.definition.QueryInput;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.compute.refresh.ResultChanges;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of one person of whom one definition cannot be evaluated. */
class FailedEvaluationTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final AccountKey ACME = new AccountKey("space/acme");
    private static final StoredResults NOTHING = new StoredResults(Map.of(), Set.of(), Map.of(), Set.of(), Set.of(),
            Set.of(), false);

    private final Definition paying = audience("paying", Level.USERS, "trait('plan') = 'pro'");
    private final Definition orders = define("orders", DefinitionKind.COMPUTED_TRAIT, Level.USERS,
            "event('Order').count()");
    private final Definition quiet = audience("quiet", Level.USERS, "NOT trait('paying')");
    private final Definition calm = audience("calm", Level.USERS, "trait('quiet') OR trait('orders') > 9");
    private final List<Definition> all = List.of(paying, orders, quiet, calm);

    private final Subject.Person healthy = person("use_1", Map.of("plan", Json.tree("pro")));
    private final Subject.Person sick = person("use_2", new Throwing(() -> new IllegalStateException("no such luck")));

    private static Definition define(String key, DefinitionKind kind, Level level, String query) {
        return new Definition(kind.prefix() + key, key, level, QueryInput.parse(query, kind, level), Set.of(), 1);
    }

    private static Definition audience(String key, Level level, String query) {
        return define(key, DefinitionKind.AUDIENCE, level, query);
    }

    private static Subject.Person person(String id, Map<String, JsonNode> traits) {
        var order = new PersonEvent("Order", NOW.minusSeconds(60), 1, Map.of());
        return new Subject.Person(new ProfileId(id), Set.of("user_id"), Map.of("Order", List.of(order)), traits,
                Set.of(ACME));
    }

    /** Traits that cannot be read. */
    private static final class Throwing extends AbstractMap<String, JsonNode> {

        private final Supplier<RuntimeException> what;

        Throwing(Supplier<RuntimeException> what) {
            this.what = what;
        }

        @Override
        public JsonNode get(@Nullable Object key) {
            throw what.get();
        }

        @Override
        public Set<Entry<String, JsonNode>> entrySet() {
            return Set.of();
        }
    }

    private EvaluationRun run() {
        return new EvaluationRun(new EvaluationPlan(all), NOW);
    }

    private static String failure(Evaluator.Outcome outcome) {
        assertEquals(Optional.empty(), outcome.value());
        assertEquals(Optional.empty(), outcome.next());
        return outcome.failure().orElseThrow();
    }

    @Test
    void anOutcomeSaysWhatWasThrown() {
        assertEquals("IllegalStateException: no such luck", failure(run().outcome(paying, sick)));
        var deep = person("use_3", new Throwing(() -> {
            throw new StackOverflowError();
        }));
        assertTrue(failure(run().outcome(paying, deep)).startsWith("StackOverflowError"));
    }

    @Test
    void thoseThatStandOnItFailTooAndSayWhy() {
        EvaluationRun run = run();
        assertEquals("It depends on 'paying', which failed: IllegalStateException: no such luck",
                failure(run.outcome(quiet, sick)));
        assertEquals("It depends on 'quiet', which failed: It depends on 'paying', which failed: "
                + "IllegalStateException: no such luck", failure(run.outcome(calm, sick)));
    }

    @Test
    void otherDefinitionsAndOtherPeopleAreEvaluated() {
        EvaluationRun run = run();
        run.outcome(paying, sick);
        assertEquals(Optional.of(1L), run.outcome(orders, sick).value());
        assertTrue(run.outcome(paying, healthy).isMember());
        assertEquals(Optional.of(false), run.outcome(calm, healthy).value());
        assertEquals(Optional.empty(), run.outcome(calm, healthy).failure());
    }

    @Test
    void anAccountFailsOfAPersonOfWhomItAsksAndOfNobodyElse() {
        var any = audience("any", Level.ACCOUNTS, "ANY(trait('paying'))");
        var mine = audience("mine", Level.USERS, "trait('any')");
        var sum = define("sum", DefinitionKind.COMPUTED_TRAIT, Level.ACCOUNTS, "event('Order').count()");
        var account = new Subject.Account(ACME, Map.of(), List.of(sick, healthy));
        EvaluationRun run = new EvaluationRun(new EvaluationPlan(List.of(paying, any, mine, sum)), NOW);
        run.add(account);
        assertTrue(failure(run.outcome(any, account)).startsWith("It depends on 'paying'"));
        assertTrue(failure(run.outcome(mine, healthy)).startsWith("It depends on 'any'"));
        assertEquals(Optional.of(2L), run.outcome(sum, account).value());
        EvaluationRun well = new EvaluationRun(new EvaluationPlan(List.of(paying, any, mine)), NOW);
        well.add(new Subject.Account(ACME, Map.of(), List.of(healthy)));
        assertTrue(well.outcome(mine, healthy).isMember());
    }

    private static String asked(String query, int events, Map<String, JsonNode> traits) {
        var definition = audience("found", Level.USERS, query);
        List<PersonEvent> some = IntStream.range(0, events)
                .mapToObj(i -> new PersonEvent("V", NOW.minusSeconds(i), -i, Map.of("properties.n", (long) i))).toList()
                .reversed();
        var person = new Subject.Person(new ProfileId("use_1"), Set.of("user_id"), Map.of("V", some), traits, Set.of());
        return failure(new EvaluationRun(new EvaluationPlan(List.of(definition)), NOW).outcome(definition, person));
    }

    /** Though it leads to nothing. */
    @Test
    void theWayThroughALongTraitIsCounted() {
        JsonNode empty = Json.tree(IntStream.range(0, 10_900).mapToObj(i -> List.of()).toList());
        assertTrue(asked("event('V').where(trait('big.$.$').exists()).count() > 0", 9_000, Map.of("big", empty))
                .startsWith("It needs more than 20000000 steps"));
    }

    /** Of whose elements none fits. */
    @Test
    void theElementsOfALongArrayAreCounted() {
        JsonNode ones = Json.tree(IntStream.range(0, 3_900).mapToObj(i -> 1).toList());
        assertTrue(asked("event('V').where(trait('big').has(element('n') = 1)).count() > 0", 9_000,
                Map.of("big", ones)).startsWith("It needs more than 20000000 steps"));
    }

    /** Whether they are taken as something else, looked into or read as versions. */
    @Test
    void theElementsOfALongListAreCounted() {
        Map<String, Integer> elements = Map.of("(trait('big.$') as number).exists()", 3_900,
                "trait('big.$').has(element('n') = 1)", 3_900, "trait('big.$').version_equals('1')", 1_500);
        elements.forEach((condition, count) -> {
            JsonNode texts = Json.tree(IntStream.range(0, count).mapToObj(i -> "x").toList());
            assertTrue(asked("event('V').where(" + condition + ").count() > 0", 9_000, Map.of("big", texts))
                    .startsWith("It needs more than 20000000 steps"), condition);
        });
    }

    @Test
    void aReductionMeetsSoManyDifferentValues() {
        int events = Aggregations.MOST_DISTINCT + 1;
        for (String reducer : List.of("unique(property('n')).count()", "mode(property('n'))")) {
            String text = "event('V')." + reducer + " = 1";
            assertTrue(asked(text, events, Map.of()).startsWith("It meets more than 100000 different values"), text);
        }
    }

    /** Each of them takes 8 bytes of every event, which nobody has set aside. */
    @Test
    void whatIsRememberedOfEventsIsBounded() {
        String inner = IntStream.range(0, 49)
                .mapToObj(i -> "event('V').sources(exclude: 's" + i + "').within(parent: 1 seconds).count() >= 0")
                .collect(Collectors.joining(" AND "));
        int events = (int) (Runtime.getRuntime().maxMemory() / 64 / 8 / 40);
        assertTrue(asked("event('V').where(" + inner + ").count() > 0", events, Map.of())
                .startsWith("It has conditions inside where(..) that ask about more than"));
    }

    /** Searching a long text many times is many steps. */
    @Test
    void searchesInLongTextsAreCounted() {
        String texts = IntStream.range(0, 400).mapToObj(i -> "'b" + i + "'").collect(Collectors.joining(", "));
        var definition = audience("found", Level.USERS, "event('V').where(trait('x').contains(" + texts
                + ")).count() > 0");
        List<PersonEvent> events = IntStream.range(0, 2_000)
                .mapToObj(i -> new PersonEvent("V", NOW.minusSeconds(i), -i, Map.of())).toList().reversed();
        var run = new EvaluationRun(new EvaluationPlan(List.of(definition)), NOW);
        for (JsonNode trait : List.of(Json.tree("a".repeat(31_000)), Json.tree(List.of("a".repeat(31_000))))) {
            var person = new Subject.Person(new ProfileId("use_" + trait.getNodeType()), Set.of("user_id"),
                    Map.of("V", events), Map.of("x", trait), Set.of());
            assertTrue(failure(run.outcome(definition, person)).startsWith("It needs more than 20000000 steps"));
        }
        var brief = new Subject.Person(new ProfileId("use_3"), Set.of("user_id"), Map.of("V", events),
                Map.of("x", Json.tree("ab3")), Set.of());
        assertTrue(run.outcome(definition, brief).isMember());
    }

    private ResultChanges difference(Subject.Person person, StoredResults stored) {
        var changes = new ResultChanges();
        changes.add(person, stored, all, run(), NOW, MemoryAllowance.unlimited());
        return changes;
    }

    private static List<String> ids(List<ResultChanges.ResultChange> results) {
        return results.stream().map(result -> result.definition().id()).toList();
    }

    @Test
    void whatIsStoredStaysAndIsLookedAtAgain() {
        var stored = new StoredResults(Map.of("aud_paying", Json.tree(true), "tra_orders", Json.tree(7L), "aud_quiet",
                Json.tree(false), "aud_calm", Json.tree(true)), Set.of("aud_paying", "aud_calm"),
                Map.of("aud_paying", NOW.plusSeconds(5)), Set.of(), Set.of(), Set.of(), false);
        ResultChanges changes = difference(sick, stored);
        assertEquals(List.of(new ResultChanges.ResultChange(sick.id(), orders, Json.tree(1L))), changes.results());
        assertEquals(List.of(), changes.moves());
        Optional<Instant> retry = Optional.of(NOW.plus(ResultChanges.RETRY));
        assertEquals(List.of(new ResultChanges.NextEvaluation(sick.id(), "aud_paying", retry, true),
                new ResultChanges.NextEvaluation(sick.id(), "aud_quiet", retry, true),
                new ResultChanges.NextEvaluation(sick.id(), "aud_calm", retry, true)), changes.dues());
        assertEquals(Set.of(paying, quiet, calm), changes.failures().keySet());
        assertEquals("IllegalStateException: no such luck", changes.failures().get(paying));
    }

    @Test
    void theFirstReasonIsKeptAndOthersAreWritten() {
        var changes = new ResultChanges();
        EvaluationRun run = run();
        changes.add(sick, NOTHING, all, run, NOW, MemoryAllowance.unlimited());
        changes.add(person("use_3", new Throwing(() -> new IllegalStateException("another"))), NOTHING, all, run,
                NOW, MemoryAllowance.unlimited());
        changes.add(healthy, NOTHING, all, run, NOW, MemoryAllowance.unlimited());
        assertEquals("IllegalStateException: no such luck", changes.failures().get(paying));
        assertEquals(List.of("tra_orders", "tra_orders", "aud_paying", "tra_orders"), ids(changes.results()));
        assertEquals(List.of(new ResultChanges.MembershipChange(healthy.id(), paying, true)), changes.moves());
        assertEquals(Set.of(sick.id(), new ProfileId("use_3")),
                Set.copyOf(changes.dues().stream().map(ResultChanges.NextEvaluation::owner)
                        .toList()));
    }

    /** Else the definition would be called failed until the time of the retry has come. */
    @Test
    void aRetryThatIsNotNeededAnyMoreIsTakenOff() {
        Instant retry = NOW.plusSeconds(60);
        var stored = new StoredResults(Map.of(), Set.of(), Map.of("aud_paying", retry), Set.of(), Set.of(),
                Set.of("aud_paying"), false);
        assertEquals(List.of(new ResultChanges.NextEvaluation(healthy.id(), "aud_paying", Optional.empty(), false)),
                difference(healthy, stored).dues());
        var lasting = new StoredResults(Map.of(), Set.of(), Map.of("aud_paying", retry), Set.of(), Set.of(), Set.of(),
                false);
        assertEquals(List.of(), difference(healthy, lasting).dues(),
                "a look too early finds nothing, and costs little");
    }
}
