package io.selfsame.bench.compute;

import io.selfsame.bench.load.Load;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Mix;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.report.Measured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** How long it takes from an event to its effect, while other events come at a steady rate. */
final class FreshnessMeasure {
    private static final int EVENTS_PER_BATCH = 50;
    private static final int CONNECTIONS = 8;
    /** The load goes on for so long after the last probe, so that its effect is seen under load too. */
    private static final int TAIL_SECONDS = 15;

    private final Load load;
    private final Probes probes;
    private final String what;
    private final double goalMillis;
    private final List<LoadResult> loads = new ArrayList<>();

    /**
     * Of one effect.
     *
     * @param what
     *            from what to what it is measured
     * @param goalMillis
     *            of the 99th percentile
     */
    FreshnessMeasure(Load load, Probes probes, String what, double goalMillis) {
        this.load = load;
        this.probes = probes;
        this.what = what;
        this.goalMillis = goalMillis;
    }

    /** How long, at which rates a second. */
    record Pace(int warmupSeconds, int seconds, double events, double probes) {
        int people() {
            return (int) (seconds * probes);
        }
    }

    /**
     * The schedule is to run.
     *
     * @param firstConnection
     *            number of the first connection that no load of this run has used
     */
    List<Measured> run(Pace pace, int firstConnection) throws IOException, InterruptedException {
        probes.introduce(pace.people());
        Plan plan = new Plan("load", Mix.BATCHES, CONNECTIONS, pace.events() / EVENTS_PER_BATCH,
                EVENTS_PER_BATCH, pace.warmupSeconds(), pace.seconds() + TAIL_SECONDS, true);
        FutureTask<LoadResult> behind = new FutureTask<>(() -> load.run(plan, firstConnection));
        Thread.ofPlatform().daemon().name("load").start(behind);
        List<Double> millis = probes.run(pace.people(), pace.probes(),
                System.nanoTime() + TimeUnit.SECONDS.toNanos(pace.warmupSeconds()));
        try {
            loads.add(behind.get());
        } catch (ExecutionException e) {
            throw new IOException("the load failed: " + e.getCause(), e);
        }
        return List.of(Measured.millis(String.format("%s, at %,.0f events/s", what, pace.events()), millis)
                .p99Below(goalMillis));
    }

    /** What the load itself was answered. */
    List<LoadResult> loads() {
        return loads;
    }
}
