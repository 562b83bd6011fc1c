package io.selfsame.bench.compute;

import io.selfsame.bench.http.Counters;
import io.selfsame.bench.http.Operation;
import io.selfsame.bench.http.RequestSender;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.report.Measured;
import io.selfsame.bench.shop.HistoryState;
import io.selfsame.bench.shop.ShopChanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long one refresh takes when some people have a new event each, always the same people. */
final class RefreshMeasure {
    private static final double GOAL_MILLIS = 1000;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final ServerAddress target;
    private final HistoryState state;
    private final RefreshJob job;
    private final long run;

    /**
     * Of one space.
     *
     * @param run
     *            mark of this run, for message IDs that no other run sends
     */
    RefreshMeasure(ServerAddress target, HistoryState state, RefreshJob job, long run) {
        this.target = target;
        this.state = state;
        this.job = job;
        this.run = run;
    }

    /** Sends and refreshes so many times after so many that are not counted. The schedule is to be paused. */
    List<Measured> run(int changed, int warmups, int runs) throws IOException, InterruptedException {
        ShopChanges changes = new ShopChanges(state, changed, run);
        List<Double> inside = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        String result = "";
        job.run(); // what was due before is not part of it
        Counters counters = new Counters();
        try (RequestSender sender = new RequestSender(target, counters, true)) {
            for (int i = 0; i < warmups + runs; i++) {
                if (!sender.send(Operation.BATCH, changes.round(i), System.nanoTime() + PATIENCE)) {
                    throw new IOException("the changes were not taken: " + counters.sample().orElse(""));
                }
                RefreshJob.Run refresh = job.run();
                result = refresh.result();
                if (i >= warmups) {
                    inside.add(refresh.inside());
                    wall.add(refresh.wall());
                }
            }
        }
        System.err.println("last refresh: " + result);
        String what = String.format("refresh, %,d of %,d people changed", changes.people(), state.complete());
        return List.of(Measured.millis(what, inside).medianBelow(GOAL_MILLIS),
                Measured.millis(what + ", with HTTP", wall));
    }
}
