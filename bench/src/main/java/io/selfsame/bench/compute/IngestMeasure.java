package io.selfsame.bench.compute;

import io.selfsame.bench.load.Load;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.Workloads;
import io.selfsame.bench.report.Measured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What refreshing leaves of the throughput of ingest: the same load with and without it in turns. */
final class IngestMeasure {
    private static final double GOAL_SHARE = 0.75;
    private static final int SETTLE_SECONDS = 2;

    private final Load load;
    private final RefreshJob job;
    private final List<LoadResult> loads = new ArrayList<>();

    IngestMeasure(Load load, RefreshJob job) {
        this.load = load;
        this.job = job;
    }

    /**
     * So many pairs of turns of so many seconds. Before each turn the space is refreshed, so that none pays for the one before.
     * Leaves the schedule running.
     */
    List<Measured> run(int warmupSeconds, int seconds, int pairs, int firstConnection)
            throws IOException, InterruptedException {
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        int connection = firstConnection;
        for (int turn = -1; turn < 2 * pairs; turn++) {
            boolean refreshing = turn >= 0 && turn % 2 == 1;
            job.pause();
            job.run();
            if (refreshing) {
                job.resume();
            }
            Plan plan = Workloads.BATCH
                    .withSeconds(SETTLE_SECONDS, turn < 0 ? Math.max(1, warmupSeconds) : seconds)
                    .named(turn < 0 ? "warm-up" : refreshing ? "ingest, refreshing" : "ingest");
            LoadResult result = load.run(plan, connection);
            connection += plan.connections();
            if (turn >= 0) {
                loads.add(result);
                (refreshing ? with : without).add(result.eventsPerSecond());
            }
        }
        job.resume();
        Measured free = Measured.of("ingest without refreshing", "events/s", without);
        Measured shared = Measured.of("ingest while refreshing", "events/s", with);
        return List.of(free, shared,
                Measured.one("share left to ingest", "", shared.median() / free.median()).atLeast(GOAL_SHARE));
    }

    List<LoadResult> loads() {
        return loads;
    }
}
