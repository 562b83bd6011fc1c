package io.selfsame.compute.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.inspect.Explanations;
import io.selfsame.compute.preview.FullEvaluation;
import io.selfsame.compute.preview.PreviewResult;
import io.selfsame.compute.refresh.Refresh;
import io.selfsame.compute.refresh.SmallRefresh;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.flow.Overloaded;
import io.selfsame.http.HttpError;
import io.selfsame.query.parse.QueryParser;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is loaded to be evaluated has room, and waits for it before. */
class MemoryIT {

    private static final SpaceId OTHER = new SpaceId("other");

    /** Of results and previews there is room for 40 events, and of explanations for half of that. */
    private final EvaluationMemory memory = new EvaluationMemory(8L * 40 * MemoryAllowance.EVENT);

    private final Workbench bench = new Workbench();
    private final Refresh refresh = new Refresh(Workbench.GRAPH, memory, Workbench.COLUMNS, Workbench.RULES,
            SmallRefresh.LIMITS);

    @BeforeEach
    void people() {
        for (int i = 1; i <= 3; i++) {
            bench.track("u" + i, "Order", Workbench.ago(Duration.ofMinutes(i)), "{}");
            bench.group("u" + i, i < 3 ? "small" : "other");
        }
    }

    /** Has the work done while there is no room, and then while there is. */
    private static <T> T blocked(EvaluationMemory.MemoryShare room, Supplier<T> work) throws Exception {
        return blocked(1_000, room, work);
    }

    private static <T> T blocked(long events, EvaluationMemory.MemoryShare room, Supplier<T> work) throws Exception {
        var gate = new CountDownLatch(1);
        var taken = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> room.during(events, () -> {
            taken.countDown();
            Await.until("it is given back", () -> gate.getCount() == 0);
            return true;
        }));
        Await.until("it is taken", () -> taken.getCount() == 0);
        var answer = new FutureTask<T>(work::get);
        Thread thread = Thread.ofPlatform().daemon().start(answer);
        Await.until("it waits for room", () -> answer.isDone() || Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Budget.class.getName())));
        assertFalse(answer.isDone());
        gate.countDown();
        return answer.get();
    }

    @Test
    void aRefreshWaitsForRoom() throws Exception {
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        String words = blocked(memory.forResults(OTHER, RunControl.endless()),
                () -> refresh.refresh(bench.id, Instant.now()));
        assertTrue(words.endsWith(" 3 results changed, 3 entered and 0 left audiences"), words);
        assertEquals(Set.of("u1", "u2", "u3"), bench.members(buyers));
    }

    /** Of a person who is in many accounts, which turns out while they are looked at. */
    @Test
    void whoeverIsChangedByThemIsLoadedWithMoreRoom() {
        String buying = bench.audience(Workbench.ofAccounts(Workbench.body("Buying", "event('Order').count() >= 3")));
        String people = bench.audience("Of buying", "trait('buying')");
        refresh.refresh(bench.id, Instant.now());
        assertEquals(Set.of(), bench.members(people));
        for (int i = 0; i < 12; i++) {
            bench.group("m" + i, "small");
            bench.group("m" + i, "large");
        }
        refresh.refresh(bench.id, Instant.now());
        bench.track("u1", "Order", Workbench.ago(Duration.ofSeconds(1)), "{}");
        refresh.refresh(bench.id, Instant.now());
        assertEquals(Set.of("small"), bench.members(buying));
        assertEquals(14, bench.members(people).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"USERS event('Order').count() >= 1", "USERS event('Order').within(1 days).count() >= 1",
            "ACCOUNTS event('Order').count() >= 1"})
    void aPreviewWaitsForRoom(String which) throws Exception {
        Level level = Level.valueOf(which.substring(0, which.indexOf(' ')));
        var definition = new Definition("aud_it", "it", level,
                QueryParser.membership(which.substring(which.indexOf(' ') + 1)), Set.of(), 1);
        var everybody = new FullEvaluation(new FullEvaluation.PageSizes(2, 2), Workbench.GRAPH, bench.id,
                Workbench.COLUMNS.latest(bench.id), Map.of(),
                Instant.now(), RunControl.endless(), memory.forPreview(bench.id, RunControl.endless()), () -> {});
        PreviewResult found = blocked(memory.forPreview(OTHER, RunControl.endless()),
                () -> everybody.find(definition, new EvaluationPlan(List.of(definition)), false, 10));
        assertEquals(level == Level.USERS ? 3 : 2, found.count());
    }

    @Test
    void anExplanationWaitsForRoom() throws Exception {
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        var definitions = new DefinitionStore(Workbench.GRAPH);
        var saved = definitions.get(bench.id, DefinitionKind.AUDIENCE, buyers).orElseThrow();
        EvaluationMemory.MemoryShare others = memory.forExplanation(OTHER, RunControl.endless());
        var gate = new CountDownLatch(1);
        var taken = new CountDownLatch(1);
        try (var explanations = new Explanations(Workbench.GRAPH, memory, definitions, Workbench.COLUMNS,
                Workbench.RULES)) {
            Thread.ofPlatform().daemon().start(() -> others.during(1_000, () -> {
                taken.countDown();
                Await.until("it is given back", () -> gate.getCount() == 0);
                return true;
            }));
            Await.until("it is taken", () -> taken.getCount() == 0);
            var answer = new FutureTask<>(() -> explanations.of(bench.id, saved, "user_id:u1"));
            Thread.ofPlatform().daemon().start(answer);
            Await.until("it waits for room", () -> answer.isDone() || Thread.getAllStackTraces().entrySet().stream()
                    .anyMatch(each -> each.getKey().getName().startsWith("explain-") && Stream.of(each.getValue())
                            .anyMatch(frame -> frame.getClassName().equals(Budget.class.getName()))));
            assertFalse(answer.isDone());
            gate.countDown();
            assertTrue(answer.get().path("value").asBoolean());
        }
    }

    @Test
    void aRefreshThatFindsNoRoomGoesOnLater() throws Exception {
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        var small = new EvaluationMemory(8L * 40 * MemoryAllowance.EVENT, Duration.ofMillis(50), Duration.ofMillis(50));
        var refresh = new Refresh(Workbench.GRAPH, small, Workbench.COLUMNS, Workbench.RULES, SmallRefresh.LIMITS);
        var progress = small.forResults(OTHER, RunControl.endless()).during(1_000,
                () -> refresh.run(bench.id, tx -> {}));
        assertTrue(progress.more());
        assertTrue(progress.behind());
        assertTrue(progress.words().endsWith("; the rest waits for other evaluations"),
                progress.words());
        refresh.refresh(bench.id, Instant.now());
        assertEquals(Set.of("u1", "u2", "u3"), bench.members(buyers));
    }

    @Test
    void whoWantsMostOfTheRoomWaitsLongerForIt() throws Exception {
        var memory = new EvaluationMemory(64L << 20, Duration.ZERO, Await.PATIENCE);
        EvaluationMemory.MemoryShare others = memory.forResults(OTHER, RunControl.endless());
        EvaluationMemory.MemoryShare room = memory.forResults(bench.id, RunControl.endless());
        long most = 2L * RefreshLimits.STANDARD.least();
        assertTrue(blocked(most, others, () -> room.during(most, () -> true)));
        assertThrows(Overloaded.class, () -> others.during(most, () -> room.during(RefreshLimits.STANDARD.least() + 1,
                () -> true)));
    }

    @Test
    void whatTakesMoreThanThereIsForExplanationsIsNotExplained() {
        for (int i = 0; i < 15; i++) {
            bench.track("u1", "Order", Workbench.ago(Duration.ofHours(1 + i)), "{}");
        }
        String buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        var definitions = new DefinitionStore(Workbench.GRAPH);
        var saved = definitions.get(bench.id, DefinitionKind.AUDIENCE, buyers).orElseThrow();
        try (var explanations = new Explanations(Workbench.GRAPH, memory, definitions, Workbench.COLUMNS,
                Workbench.RULES)) {
            var refused = assertThrows(HttpError.class,
                    () -> explanations.of(bench.id, saved, "user_id:u1"));
            assertEquals("too_much", refused.code());
            assertTrue(explanations.of(bench.id, saved, "user_id:u2").path("value").asBoolean());
        }
    }
}
