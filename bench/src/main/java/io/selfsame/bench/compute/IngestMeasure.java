package io.selfsame.bench.compute;

import io.selfsame.bench.load.Load;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.Workloads;
import io.selfsame.bench.report.Measured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What something leaves of the throughput of ingest: the same load with and without it in turns. */
final class IngestMeasure {
    private static final int SETTLE_SECONDS = 2;

    private final Load load;
    private final Burden burden;
    private final List<LoadResult> loads = new ArrayList<>();

    IngestMeasure(Load load, Burden burden) {
        this.load = load;
        this.burden = burden;
    }

    /** What runs beside ingest, or does not. */
    interface Burden {
        /** As in "ingest while refreshing". */
        String name();

        /** The least share of its throughput that ingest is to keep. */
        double goal();

        /** Stops it, and has all done that was left of the turn before. */
        void stop() throws IOException, InterruptedException;

        /** From now on it runs by itself. */
        void start() throws IOException, InterruptedException;

        /** Refreshing. */
        static Burden refreshing(RefreshJob job) {
            return new Burden() {
                @Override
                public String name() {
                    return "refreshing";
                }

                @Override
                public double goal() {
                    return 0.75;
                }

                @Override
                public void stop() throws IOException, InterruptedException {
                    job.pause();
                    job.run();
                }

                @Override
                public void start() throws IOException {
                    job.resume();
                }
            };
        }
    }

    /**
     * So many pairs of turns of so many seconds. What is left of a turn is done before the next, so that none pays for the one
     * before. Leaves the burden running.
     */
    List<Measured> run(int warmupSeconds, int seconds, int pairs, int firstConnection)
            throws IOException, InterruptedException {
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        int connection = firstConnection;
        for (int turn = -1; turn < 2 * pairs; turn++) {
            boolean burdened = turn >= 0 && turn % 2 == 1;
            burden.stop();
            if (burdened) {
                burden.start();
            }
            Plan plan = Workloads.BATCH
                    .withSeconds(SETTLE_SECONDS, turn < 0 ? Math.max(1, warmupSeconds) : seconds)
                    .named(turn < 0 ? "warm-up" : burdened ? "ingest, " + burden.name() : "ingest");
            LoadResult result = load.run(plan, connection);
            connection += plan.connections();
            if (turn >= 0) {
                loads.add(result);
                (burdened ? with : without).add(result.eventsPerSecond());
            }
        }
        burden.start();
        Measured free = Measured.of("ingest without " + burden.name(), "events/s", without);
        Measured shared = Measured.of("ingest while " + burden.name(), "events/s", with);
        return List.of(free, shared,
                Measured.one("share left to ingest", "", shared.median() / free.median()).atLeast(burden.goal()));
    }

    List<LoadResult> loads() {
        return loads;
    }
}
