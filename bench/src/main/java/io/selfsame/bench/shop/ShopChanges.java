package io.selfsame.bench.shop;

import io.selfsame.bench.http.PreparedRequest;

/**
 * Changes for a refresh to find: in each round a new event of each of some people, always the same people. Not thread-safe.
 */
public final class ShopChanges {
    /** The people are chosen from the first so many, so that they are the same however many others came later. */
    private static final int BASE = 50_000;

    private final HistoryState state;
    private final long run;
    private final int[] people;
    private final ShopMessages messages;
    private final ShopBatch batch;

    /**
     * Chooses the people, one of each of {@code changed} equal parts.
     *
     * @param changed
     *            how many; all of the first 50,000 if there are fewer
     * @param run
     *            mark of this run, for message IDs that no other run sends
     */
    public ShopChanges(HistoryState state, int changed, long run) {
        this.state = state;
        this.run = run;
        int base = Math.min(BASE, state.complete());
        int part = base / Math.min(changed, base);
        people = new int[Math.min(changed, base)];
        for (int i = 0; i < people.length; i++) {
            people[i] = i * part + (int) Math.floorMod(ShopCatalog.mix(i), (long) part);
        }
        messages = new ShopMessages(state.seed(), state.until());
        batch = new ShopBatch(state.space().orElseThrow(), false);
    }

    /** How many people change. */
    public int people() {
        return people.length;
    }

    /** The batch of a round, valid until the next is asked for. */
    public PreparedRequest round(int number) {
        ShopNow now = new ShopNow(state, number);
        batch.begin();
        for (int person : people) {
            batch.add(messages, now.event(person), "refresh-" + run + "-" + number + "-" + person);
        }
        return batch.finish();
    }
}
