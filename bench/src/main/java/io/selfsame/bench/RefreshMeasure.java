package io.selfsame.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long one refresh takes when some people have a new event each, always the same people. */
final class RefreshMeasure {
    /** The people are chosen from the first so many, so that they are the same however many others came later. */
    private static final int BASE = 50_000;
    private static final double GOAL_MILLIS = 1000;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Target target;
    private final HistoryState state;
    private final RefreshJob job;
    private final long run;

    /**
     * Of one space.
     *
     * @param run
     *            mark of this run, for message IDs that no other run sends
     */
    RefreshMeasure(Target target, HistoryState state, RefreshJob job, long run) {
        this.target = target;
        this.state = state;
        this.job = job;
        this.run = run;
    }

    /** Sends and refreshes so many times after so many that are not counted. The schedule is to be paused. */
    List<Measured> run(int changed, int warmups, int runs) throws IOException, InterruptedException {
        int[] people = choose(changed);
        List<Double> inside = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        String result = "";
        job.run(); // what was due before is not part of it
        try (HttpConnection connection = new HttpConnection(target.address())) {
            for (int i = 0; i < warmups + runs; i++) {
                send(connection, people, i);
                RefreshJob.Run refresh = job.run();
                result = refresh.result();
                if (i >= warmups) {
                    inside.add(refresh.inside());
                    wall.add(refresh.wall());
                }
            }
        }
        System.err.println("last refresh: " + result);
        String what = String.format("refresh, %,d of %,d people changed", people.length, state.complete());
        return List.of(Measured.millis(what, inside).medianBelow(GOAL_MILLIS),
                Measured.millis(what + ", with HTTP", wall));
    }

    /** One person of each of so many equal parts. */
    private int[] choose(int changed) {
        int base = Math.min(BASE, state.complete());
        int part = base / Math.min(changed, base);
        int[] people = new int[Math.min(changed, base)];
        for (int i = 0; i < people.length; i++) {
            people[i] = i * part + (int) Math.floorMod(ShopCatalog.mix(i), (long) part);
        }
        return people;
    }

    private void send(HttpConnection connection, int[] people, int round) throws IOException {
        ShopNow now = new ShopNow(state, round);
        ShopMessages messages = new ShopMessages(state.seed(), state.until());
        ShopBatch batch = new ShopBatch(target.host(), state.space().orElseThrow(), false);
        batch.begin();
        for (int person : people) {
            batch.add(messages, now.event(person), "refresh-" + run + "-" + round + "-" + person);
        }
        batch.finish();
        Counters counters = new Counters();
        if (!new Sender(connection, counters, true).send(Operation.BATCH, batch, System.nanoTime() + PATIENCE)) {
            throw new IOException("the changes were not taken: " + counters.sample().orElse(""));
        }
    }
}
