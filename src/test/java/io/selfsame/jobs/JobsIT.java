package io.selfsame.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.lease.LeaseLost;
import io.selfsame.lease.Progress;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.Await;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When jobs run, and what is told of it. */
class JobsIT {

    private static final Schedule.Every SECOND = new Schedule.Every(1);
    private static final Schedule.Every DAY = new Schedule.Every(86_400);

    private final JobsRig rig = new JobsRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void what_is_frequent_begins_with_the_first_definition_and_ends_with_the_last() {
        var runs = new AtomicInteger();
        rig.start(SECOND, (graph, space, lease) -> "run " + runs.incrementAndGet());
        assertEquals(Optional.empty(), rig.state(1).createdAt());
        rig.query("CREATE (:Definition {key: $space + '/aud_1', space: $space, traitKey: $space + '/k'})",
                Map.of("space", rig.space(1).value()));
        Await.until("three runs", () -> runs.get() >= 3);
        rig.query("MATCH (d:Definition {space: $space}) DELETE d", Map.of("space", rig.space(1).value()));
        Await.until("no more runs",
                () -> rig.state(1).now().isAfter(rig.state(1).lastStarted().orElseThrow().plusSeconds(4)));
        JobState state = rig.state(1);
        assertEquals(Optional.of("run " + runs.get()), state.lastResult());
        assertEquals(Optional.empty(), state.lastError());
        assertEquals(state.lastStarted(), state.lastSucceeded());
        assertFalse(state.running());
    }

    @Test
    void what_is_for_every_space_runs_where_there_is_nothing_else_too() {
        rig.query("CREATE (:Space {id: $space})", Map.of("space", rig.space(1).value()));
        var runs = new AtomicInteger();
        rig.startEverywhere(DAY, (graph, space, lease) -> "run " + runs.incrementAndGet());
        Await.until("it has run", () -> rig.state(1).lastResult().equals(Optional.of("run 1")));
        JobState state = rig.state(1);
        assertTrue(state.nextRun().orElseThrow().isAfter(state.now()), state::toString);
        // The service of the tests has it, and its refresh has nothing to do there.
        var retention = new JobId(rig.space(1), "retention");
        Await.until("the retention is planned",
                () -> rig.store.load(List.of(retention)).getFirst().nextRun().isPresent());
        var refresh = new JobId(rig.space(1), "refresh");
        assertEquals(Optional.empty(), rig.store.load(List.of(refresh)).getFirst().nextRun());
    }

    @Test
    void a_failing_job_says_so_and_is_tried_again_after_growing_pauses_until_it_succeeds() {
        var mended = new AtomicBoolean();
        rig.set(1, SECOND);
        rig.start(SECOND, (graph, space, lease) -> {
            if (!mended.get()) {
                throw new IllegalStateException("the shelf is empty");
            }
            return "mended";
        });
        Await.until("three failures", () -> rig.state(1).failures() >= 3);
        JobState failing = rig.state(1);
        assertEquals("the shelf is empty", failing.lastError().orElseThrow().message());
        assertEquals(Optional.empty(), failing.lastSucceeded());
        assertTrue(failing.nextRun().orElseThrow().isAfter(failing.lastFinished().orElseThrow().plusMillis(3_500)),
                failing::toString);
        mended.set(true);
        Await.until("success", () -> rig.state(1).lastError().isEmpty());
        assertEquals(0, rig.state(1).failures());
        assertEquals(Optional.of("mended"), rig.state(1).lastResult());
    }

    @Test
    void an_error_of_a_job_does_not_stop_the_others() {
        rig.set(1, SECOND);
        rig.set(2, SECOND);
        rig.start(SECOND, (graph, space, lease) -> {
            if (space.equals(rig.space(1))) {
                throw new StackOverflowError();
            }
            return "";
        });
        Await.until("both have run", () -> rig.state(1).failures() >= 2 && rig.state(2).lastSucceeded().isPresent());
        assertEquals("StackOverflowError", rig.state(1).lastError().orElseThrow().message());
    }

    @Test
    void a_next_run_that_a_clock_set_back_has_left_far_ahead_is_not_waited_for() {
        var runs = new AtomicInteger();
        rig.query("CREATE (:Job {key: $key, space: $space, name: $name, version: 1, intervalSeconds: 1, nextRunAt: "
                + "datetime() + duration({hours: 1})})",
                Map.of("key", rig.job(1).key(), "space", rig.space(1).value(),
                        "name", rig.kind));
        rig.start(SECOND, (graph, space, lease) -> "run " + runs.incrementAndGet());
        Await.until("it runs as ever", () -> runs.get() >= 3);
    }

    @Test
    void what_was_missed_while_nothing_ran_is_made_up_for_once() {
        var runs = new AtomicInteger();
        rig.query("CREATE (:Job {key: $key, space: $space, name: $name, version: 1, nextRunAt: datetime() - "
                + "duration({days: 3})})",
                Map.of("key", rig.job(1).key(), "space", rig.space(1).value(), "name",
                        rig.kind));
        var soon = LocalTime.now(ZoneOffset.UTC).minusHours(12);
        rig.start(new Schedule.Daily(soon), (graph, space, lease) -> "run " + runs.incrementAndGet());
        Await.until("it has run", () -> rig.state(1).lastFinished().isPresent());
        Await.until("the supervisor has looked again",
                () -> rig.state(1).now().isAfter(rig.state(1).lastFinished().orElseThrow().plusSeconds(3)));
        assertEquals(1, runs.get());
        assertTrue(rig.state(1).nextRun().orElseThrow().isAfter(rig.state(1).now()), () -> rig.state(1).toString());
    }

    @Test
    void what_is_daily_waits_for_its_time() {
        rig.query("CREATE (:Definition {key: $space + '/aud_1', space: $space, traitKey: $space + '/k'})",
                Map.of("space", rig.space(1).value()));
        var later = LocalTime.now(ZoneOffset.UTC).minusHours(12);
        rig.start(new Schedule.Daily(later), (graph, space, lease) -> "");
        Await.until("it is planned", () -> rig.state(1).nextRun().isPresent());
        assertTrue(rig.state(1).nextRun().orElseThrow().isAfter(rig.state(1).now().plusSeconds(3_600)));
        assertEquals(Optional.empty(), rig.state(1).lastStarted());
    }

    @Test
    void whoever_has_more_to_do_runs_at_once_and_lets_those_who_are_late_go_first() {
        Map<SpaceId, AtomicInteger> runs = new ConcurrentHashMap<>();
        // As many as there are threads have work without end; each slice of it is short.
        for (int space = 1; space <= 5; space++) {
            rig.set(space, space == 5 ? SECOND : DAY);
            rig.store.request(rig.job(space));
        }
        rig.startSlices(DAY, (graph, space, lease) -> {
            runs.computeIfAbsent(space, key -> new AtomicInteger()).incrementAndGet();
            LockSupport.parkNanos(20_000_000);
            return new Progress("a slice", !space.equals(rig.space(5)));
        });
        Await.until("the fifth runs every second, and the others much more often", () -> count(runs, 5) >= 4
                && count(runs, 1) > 20 && count(runs, 2) > 20 && count(runs, 3) > 20 && count(runs, 4) > 20);
        assertEquals(Optional.of("a slice"), rig.state(1).lastResult());
    }

    private int count(Map<SpaceId, AtomicInteger> runs, int number) {
        return runs.getOrDefault(rig.space(number), new AtomicInteger()).get();
    }

    @Test
    void a_paused_job_runs_only_when_asked_to() {
        var runs = new AtomicInteger();
        rig.set(1, SECOND);
        rig.pause(1, true);
        Jobs jobs = rig.start(SECOND, (graph, space, lease) -> "run " + runs.incrementAndGet());
        jobs.wake(rig.space(1));
        Instant begin = rig.state(1).now();
        Await.until("some time", () -> rig.state(1).now().isAfter(begin.plusSeconds(4)));
        assertEquals(0, runs.get());
        rig.store.request(rig.job(1));
        Await.until("one run", () -> rig.state(1).lastFinished().isPresent());
        assertEquals(1, runs.get());
        assertEquals(Optional.empty(), rig.state(1).nextRun());
        assertFalse(rig.state(1).requested());
        rig.pause(1, false);
        Await.until("more runs", () -> runs.get() >= 3);
    }

    @Test
    void changed_settings_hold_at_once_and_for_a_run_that_goes_on_too() {
        var runs = new AtomicInteger();
        var first = new CountDownLatch(1);
        rig.set(1, DAY);
        rig.store.request(rig.job(1));
        rig.start(DAY, (graph, space, lease) -> {
            if (runs.incrementAndGet() == 1) {
                await(first);
            }
            return "";
        });
        Await.until("it runs", () -> rig.state(1).running());
        rig.set(1, SECOND);
        first.countDown();
        Await.until("it runs every second", () -> runs.get() >= 4);
    }

    @Test
    void whoever_is_woken_runs_at_once_and_wishes_made_during_a_run_become_one_more_run() {
        var runs = new AtomicInteger();
        var gate = new AtomicBoolean(true);
        rig.set(1, DAY);
        Jobs jobs = rig.start(DAY, (graph, space, lease) -> {
            runs.incrementAndGet();
            Await.until("the gate is open", gate::get);
            return "";
        });
        // An instance that has just begun may not have its share of the jobs yet.
        Await.until("the first run", () -> {
            if (runs.get() == 0) {
                jobs.wake(rig.space(1));
            }
            return rig.state(1).lastFinished().isPresent();
        });
        Await.until("quiet", () -> rig.state(1).now()
                .isAfter(rig.state(1).lastFinished().orElseThrow().plusSeconds(2)) && !rig.state(1).running());
        runs.set(1);
        gate.set(false);
        jobs.wake(rig.space(1));
        Await.until("the second run goes on", () -> runs.get() == 2);
        for (int i = 0; i < 5; i++) {
            jobs.wake(rig.space(1));
        }
        gate.set(true);
        Await.until("the third run", () -> runs.get() == 3 && !rig.state(1).running());
        Instant last = rig.state(1).lastFinished().orElseThrow();
        Await.until("some time", () -> rig.state(1).now().isAfter(last.plusSeconds(3)));
        assertEquals(3, runs.get());
    }

    @Test
    void a_stop_does_not_wait_for_work_without_end_and_takes_its_lease_away() {
        var gate = new CountDownLatch(1);
        var lost = new CountDownLatch(1);
        rig.set(1, SECOND);
        Jobs jobs = rig.start(SECOND, (graph, space, lease) -> {
            await(gate);
            try {
                graph.write(tx -> {
                    lease.require(tx);
                    return "";
                });
            } catch (LeaseLost e) {
                lost.countDown();
            }
            return "";
        });
        Await.until("it runs", () -> rig.state(1).running());
        long began = System.nanoTime();
        jobs.close();
        assertTrue(System.nanoTime() - began < 6_000_000_000L);
        assertFalse(rig.state(1).running());
        gate.countDown();
        await(lost);
    }

    private static void await(CountDownLatch latch) {
        Await.until("the latch", () -> latch.getCount() == 0);
    }
}
