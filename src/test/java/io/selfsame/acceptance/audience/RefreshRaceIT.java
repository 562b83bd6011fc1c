package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.refresh.SmallRefresh;
import io.selfsame.graph.Graph;
import io.selfsame.identity.RulesStore;
import io.selfsame.jobs.JobKind;
import io.selfsame.jobs.JobWork;
import io.selfsame.jobs.Jobs;
import io.selfsame.jobs.Schedule;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.Await;
import io.selfsame.testing.Seeds;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Refreshes, walks and checks on several instances, while events come and definitions are made, changed and deleted: one of them
 * writes at a time, and in the end all results are those of the oracle. {@code -Dseed=7} repeats what happens, though not when.
 */
class RefreshRaceIT {

    private static final int TIMES = 25;

    private final ConcurrentMap<String, AtomicInteger> inside = new ConcurrentHashMap<>();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger checks = new AtomicInteger();

    @Test
    void checkRefreshAndEditsOnTwoInstancesAgreeWithTheOracle() {
        long seed = Seeds.of(RefreshRaceIT.class);
        try (Graph one = new Graph(TestServer.shared().neo4j()); Graph other = new Graph(TestServer.shared().neo4j())) {
            Jobs first = start(one);
            Jobs second = start(other);
            try {
                RefreshRound round = new RefreshRound(seed);
                TestSpace space = round.space();
                for (String job : List.of("refresh", "check")) {
                    space.manage("PUT", "jobs/" + job, "{\"intervalSeconds\":1,\"paused\":false}").ok();
                }
                round.race((where, now) -> LockSupport.parkNanos(300_000_000), TIMES);
                String before = checked(space);
                Await.until("a check was made after that", () -> !checked(space).equals(before));
                for (String job : List.of("refresh", "check")) {
                    space.manage("PUT", "jobs/" + job, "{\"paused\":true}").ok();
                }
                Await.until("nothing runs", () -> isQuiet(space));
                assertEquals(0, overlaps.get(), "of " + runs + " runs and " + checks + " checks");
                assertTrue(runs.get() + checks.get() > 0);
                round.settle();
            } finally {
                first.close();
                second.close();
            }
        }
    }

    private static String checked(TestSpace space) {
        for (var job : space.manage("GET", "jobs", "").ok().body().at("/data/jobs")) {
            if (job.path("name").asText().equals("check")) {
                return job.path("lastFinishedAt").asText();
            }
        }
        throw new AssertionError("no check");
    }

    /** Two looks, as one between two runs proves nothing. */
    private static boolean isQuiet(TestSpace space) {
        for (int i = 0; i < 2; i++) {
            for (var job : space.manage("GET", "jobs", "").ok().body().at("/data/jobs")) {
                if (job.path("running").asBoolean()) {
                    return false;
                }
            }
            LockSupport.parkNanos(500_000_000);
        }
        return true;
    }

    private Jobs start(Graph graph) {
        var columns = new EventColumns(graph, 3);
        var rules = new RulesStore(graph);
        var refresh = SmallRefresh.of(graph, columns, rules);
        var upkeep = SmallRefresh.upkeep(graph, refresh, columns, rules);
        var jobs = new Jobs(graph, List.of(
                new JobKind("refresh", new Schedule.Every(5), "results", alone(refresh::run, runs)),
                new JobKind("check", new Schedule.Cron("0 0 3 * * ?"), "results", alone(upkeep::check, checks))),
                new SimpleMeterRegistry());
        jobs.start();
        return jobs;
    }

    private JobWork alone(JobWork work, AtomicInteger count) {
        return (space, lease) -> {
            AtomicInteger here = inside.computeIfAbsent(value(space), key -> new AtomicInteger());
            if (here.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            try {
                count.incrementAndGet();
                return work.run(space, lease);
            } finally {
                here.decrementAndGet();
            }
        };
    }

    private static String value(SpaceId space) {
        return space.value();
    }
}
