package io.selfsame.bench.shop;

import io.selfsame.bench.http.PreparedRequest;
import java.util.Arrays;

/**
 * Changes for a refresh to find: in each round a new event of each of some people, always the same people. Not thread-safe.
 */
public final class ShopChanges {
    /** The people are chosen from the first so many, so that they are the same however many others came later. */
    private static final int BASE = 50_000;

    private final HistoryState state;
    private final long run;
    private final int[] people;
    private final ShopCalls calls;

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
        calls = new ShopCalls(state.space().orElseThrow(), new ShopMessages(state.seed(), state.until()), false);
    }

    /** How many people change. */
    public int people() {
        return people.length;
    }

    /** The batch of a round. */
    public PreparedRequest round(int number) {
        ShopNow now = new ShopNow(state, number);
        String mark = "refresh-" + run + "-" + number + "-";
        return calls.batch(Arrays.stream(people)
                .mapToObj(person -> new ShopCalls.Message(now.event(person), mark + person)).toList());
    }
}
