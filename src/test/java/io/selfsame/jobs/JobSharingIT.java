package io.selfsame.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.lease.Lease;
import io.selfsame.lease.LeaseLost;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.Await;
import io.selfsame.testing.TcpRelay;
import io.selfsame.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several instances over one Neo4j. */
class JobSharingIT {

    private static final Schedule.Every SECOND = new Schedule.Every(1);
    private static final List<Integer> SPACES = IntStream.rangeClosed(1, 20).boxed().toList();

    private final JobsRig rig = new JobsRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void instances_share_the_jobs_each_runs_on_one_at_a_time_and_those_of_one_that_ends_go_on_elsewhere() {
        SPACES.forEach(number -> rig.set(number, SECOND));
        start("a");
        Jobs b = start("b");
        Await.until("each has run several times, and both instances run some",
                () -> SPACES.stream().allMatch(number -> rig.traces(number).size() >= 8) && bothRun());
        assertNoOverlap();
        b.close();
        int[] before = SPACES.stream().mapToInt(number -> rig.traces(number).size()).toArray();
        Await.until("all go on", () -> SPACES.stream()
                .allMatch(number -> rig.traces(number).size() >= before[number - 1] + 4));
        for (int number : SPACES) {
            assertEquals("a", rig.traces(number).getLast().get("by").asString());
        }
        assertNoOverlap();
    }

    private Jobs start(String name) {
        return rig.start(SECOND, (graph, space, lease) -> {
            JobsRig.trace(graph, space, lease, name, "begin");
            LockSupport.parkNanos(50_000_000);
            JobsRig.trace(graph, space, lease, name, "end");
            return name;
        });
    }

    private boolean bothRun() {
        Set<String> by = new HashSet<>();
        SPACES.forEach(number -> rig.traces(number).forEach(trace -> by.add(trace.get("by").asString())));
        return by.equals(Set.of("a", "b"));
    }

    /** Begin and end by turns, and each end by whoever began. */
    private void assertNoOverlap() {
        for (int number : SPACES) {
            var traces = new ArrayList<>(rig.traces(number));
            if (traces.getLast().get("what").asString().equals("begin")) {
                traces.removeLast();
            }
            for (int i = 0; i < traces.size(); i += 2) {
                assertEquals("begin", traces.get(i).get("what").asString(), traces::toString);
                assertEquals("end", traces.get(i + 1).get("what").asString(), traces::toString);
                assertEquals(traces.get(i).get("by"), traces.get(i + 1).get("by"), traces::toString);
            }
        }
    }

    @Test
    void of_two_that_take_a_job_at_the_same_moment_one_gets_it() throws Exception {
        var names = List.of("ins_" + rig.kind + "1", "ins_" + rig.kind + "2");
        beat(names, Set.of());
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int round = 1; round <= 50; round++) {
                List<Callable<JobStore.LeaseAttempt>> wishes = new ArrayList<>();
                names.forEach(name -> wishes.add(() -> rig.store.take(rig.job(1), rig.job(1).key(), name, true)));
                List<JobStore.LeaseAttempt> answers = new ArrayList<>();
                for (var answer : threads.invokeAll(wishes)) {
                    answers.add(answer.get());
                }
                int winner = answers.getFirst().outcome() == JobStore.TakeOutcome.TAKEN ? 0 : 1;
                assertEquals(JobStore.TakeOutcome.TAKEN, answers.get(winner).outcome());
                assertEquals(JobStore.TakeOutcome.HELD, answers.get(1 - winner).outcome());
                assertEquals(round, answers.get(winner).run());
                finish(names.get(winner), answers.get(winner));
            }
        } finally {
            names.forEach(rig.store::leave);
        }
    }

    private void beat(List<String> names, Set<JobId> running) {
        names.forEach(name -> rig.store.beat(new JobStore.Instance(name, Set.of(rig.kind)), running));
    }

    private void finish(String instance, JobStore.LeaseAttempt taken) {
        var done = new JobStore.Finished(Duration.ZERO, "", Optional.empty(), false, Optional.empty());
        assertTrue(rig.store.finish(rig.job(1), instance, taken, done).isPresent());
    }

    @Test
    void kinds_that_share_a_lease_exclude_each_other_and_take_turns() throws Exception {
        String one = "ins_" + rig.kind + "1";
        String other = "ins_" + rig.kind + "2";
        var refresh = rig.job(1);
        var check = new JobId(rig.space(1), rig.kind + "b");
        String lease = rig.space(1).key(rig.kind);
        beat(List.of(one, other), Set.of());
        try {
            var first = rig.store.take(refresh, lease, one, true);
            assertEquals(JobStore.TakeOutcome.TAKEN, first.outcome());
            // Of the same instance or another: it is the job that has it.
            assertEquals(JobStore.TakeOutcome.HELD, rig.store.take(check, lease, one, true).outcome());
            assertEquals(JobStore.TakeOutcome.HELD, rig.store.take(check, lease, other, true).outcome());
            var done = new JobStore.Finished(Duration.ZERO, "", Optional.empty(), false, Optional.empty());
            assertTrue(rig.store.finish(refresh, one, first, done).isPresent());
            assertEquals(JobStore.TakeOutcome.HELD, rig.store.take(refresh, lease, one, true).outcome(),
                    "it is the other's turn");
            var second = rig.store.take(check, lease, other, true);
            assertEquals(JobStore.TakeOutcome.TAKEN, second.outcome());
            assertThrows(LeaseLost.class, () -> JobsRig.trace(rig.graph, rig.space(1),
                    new HeldLease(refresh, lease, one, first.run(), () -> false), "late", "write"));
            JobsRig.trace(rig.graph, rig.space(1), new HeldLease(check, lease, other, second.run(), () -> false),
                    "check", "write");
            rig.store.leave(other);
            assertEquals(JobStore.TakeOutcome.TAKEN, rig.store.take(refresh, lease, one, true).outcome(),
                    "whoever held it is gone");
            assertThrows(LeaseLost.class, () -> JobsRig.trace(rig.graph, rig.space(1),
                    new HeldLease(check, lease, other, second.run(), () -> false), "dead", "write"));
            assertEquals(1, rig.traces(1).size());
        } finally {
            rig.store.leave(one);
            rig.store.leave(other);
        }
    }

    @Test
    void a_lease_that_is_demanded_is_good_until_the_transaction_ends_even_if_the_holder_counts_as_dead()
            throws Exception {
        String holder = "ins_" + rig.kind + "1";
        String other = "ins_" + rig.kind + "2";
        beat(List.of(holder, other), Set.of());
        var taken = rig.store.take(rig.job(1), rig.job(1).key(), holder, true);
        var lease = new HeldLease(rig.job(1), taken.lease(), holder, taken.run(), () -> false);
        var demanded = new CountDownLatch(1);
        var committed = new AtomicBoolean();
        try (var thread = Executors.newSingleThreadExecutor()) {
            var work = thread.submit(() -> rig.graph.write(tx -> {
                lease.require(tx);
                demanded.countDown();
                LockSupport.parkNanos(1_000_000_000);
                return committed.compareAndSet(false, true);
            }));
            await(demanded);
            rig.store.leave(holder);
            assertEquals(JobStore.TakeOutcome.TAKEN,
                    rig.store.take(rig.job(1), rig.job(1).key(), other, true).outcome());
            assertTrue(committed.get(), "taken over in the middle of a transaction");
            assertTrue(work.get());
            assertThrows(LeaseLost.class, () -> JobsRig.trace(rig.graph, rig.space(1), lease, "dead", "write"));
            assertEquals(List.of(), rig.traces(1));
        } finally {
            rig.store.leave(other);
        }
    }

    @Test
    void what_a_clock_set_back_has_left_far_ahead_counts_as_over() {
        String holder = "ins_" + rig.kind + "1";
        String other = "ins_" + rig.kind + "2";
        String lease = rig.space(1).key(rig.kind);
        var sibling = new JobId(rig.space(1), rig.kind + "b");
        beat(List.of(holder, other), Set.of());
        try {
            assertEquals(JobStore.TakeOutcome.TAKEN, rig.store.take(rig.job(1), lease, holder, true).outcome());
            beat(List.of(holder), Set.of(rig.job(1)));
            rig.query("MATCH (dead:Instance {id: $id}) SET dead.aliveUntil = dead.aliveUntil + duration({hours: 2})",
                    Map.of("id", holder));
            rig.query("MATCH (job:Job {key: $key}) SET job.lastStartedAt = job.lastStartedAt + duration({hours: 2})",
                    Map.of("key", rig.job(1).key()));
            assertFalse(rig.state(1).running());
            assertEquals(List.of(other), rig.store.beat(new JobStore.Instance(other, Set.of(rig.kind)), Set.of())
                    .stream().map(JobStore.Instance::id).filter(id -> id.startsWith("ins_" + rig.kind)).toList());
            assertEquals(JobStore.TakeOutcome.TAKEN, rig.store.take(rig.job(1), lease, other, true).outcome());
            assertEquals(JobStore.TakeOutcome.ABSENT, rig.store.take(rig.job(1), lease, holder, true).outcome(),
                    "until it says anew that it lives");
            // A wish that nobody has any more, and a lease taken when it was later.
            rig.query("MATCH (lease:Lease {key: $key}) SET lease.wish = 'nobody', lease.since = datetime() + "
                    + "duration({hours: 2}), lease.wishedAt = datetime() + duration({hours: 2})", Map.of("key", lease));
            rig.query("MATCH (job:Job {key: $key}) SET job.lastStartedAt = datetime() + duration({hours: 2})",
                    Map.of("key", rig.job(1).key()));
            assertEquals(JobStore.TakeOutcome.TAKEN, rig.store.take(sibling, lease, other, true).outcome());
        } finally {
            rig.store.leave(holder);
            rig.store.leave(other);
        }
    }

    @Test
    void a_run_whose_end_was_never_noted_does_not_hold_the_job_for_ever() {
        String holder = "ins_" + rig.kind + "1";
        String other = "ins_" + rig.kind + "2";
        beat(List.of(holder, other), Set.of());
        assertEquals(JobStore.TakeOutcome.TAKEN, rig.store.take(rig.job(1), rig.job(1).key(), holder, true).outcome());
        assertEquals(JobStore.TakeOutcome.HELD, rig.store.take(rig.job(1), rig.job(1).key(), other, true).outcome());
        rig.query("MATCH (job:Job {key: $key}) SET job.lastStartedAt = job.lastStartedAt - duration({minutes: 1})",
                Map.of("key", rig.job(1).key()));
        beat(List.of(holder), Set.of(rig.job(1)));
        assertEquals(JobStore.TakeOutcome.HELD, rig.store.take(rig.job(1), rig.job(1).key(), other, true).outcome());
        assertTrue(rig.state(1).running());
        beat(List.of(holder), Set.of());
        assertFalse(rig.state(1).running());
        assertEquals(JobStore.TakeOutcome.TAKEN, rig.store.take(rig.job(1), rig.job(1).key(), other, true).outcome());
        List.of(holder, other).forEach(rig.store::leave);
    }

    @Test
    void an_instance_that_loses_neo4j_loses_its_jobs_and_what_it_still_does_comes_to_nothing() throws Exception {
        rig.set(1, SECOND);
        Neo4jAddress real = TestServer.shared().neo4j();
        var gate = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Map<String, Throwable> failures = new ConcurrentHashMap<>();
        try (var relay = new TcpRelay(real.uri(), 1, 1)) {
            rig.start(new Neo4jAddress(relay.url(), real.user(), real.password(), real.database()), SECOND,
                    (graph, space, lease) -> {
                        JobsRig.trace(graph, space, lease, "cut off", "begin");
                        await(gate);
                        try {
                            Await.until("Neo4j is back", () -> answers(graph));
                            JobsRig.trace(graph, space, lease, "cut off", "end");
                        } catch (LeaseLost e) {
                            failures.put("lease", e);
                            throw e;
                        } finally {
                            ended.countDown();
                        }
                        return "";
                    });
            Await.until("it runs", () -> rig.traces(1).size() == 1);
            rig.start(SECOND, (graph, space, lease) -> trace(graph, space, lease));
            relay.harm();
            long began = System.nanoTime();
            Await.until("another has taken over", () -> rig.traces(1).size() > 1);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            assertTrue(seconds < 15, "after " + seconds + " s");
            relay.heal();
            gate.countDown();
            await(ended);
        }
        assertEquals(Set.of("lease"), failures.keySet());
        assertEquals(List.of("begin"), rig.traces(1).stream().filter(trace -> trace.get("by").asString().equals(
                "cut off")).map(trace -> trace.get("what").asString()).toList());
        assertEquals(0, rig.state(1).failures());
    }

    private static String trace(Graph graph, SpaceId space, Lease lease) {
        JobsRig.trace(graph, space, lease, "well connected", "run");
        return "";
    }

    private static boolean answers(Graph graph) {
        try {
            graph.ping();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        Await.until("the latch", () -> latch.getCount() == 0);
    }
}
