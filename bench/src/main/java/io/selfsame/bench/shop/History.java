package io.selfsame.bench.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What some of the people did in the 120 days up to a moment, ordered by time as a service would have got it. The same
 * seed and moment give the same messages, and the messages of a person do not depend on how many others there are.
 * Immutable; safe for many threads.
 */
public final class History {
    static final long SPAN_MILLIS = Duration.ofDays(120).toMillis();
    /** People come in hundreds, with 2,000 events among them: the most active has 180 of these, half have 11 or fewer. */
    static final int CROWD = 100;
    static final int EVENTS_PER_CROWD = 2000;
    private static final int MOST_CALLS = 3;
    private static final int INDEX_BITS = 29;
    private static final int[] SHARES = shares();

    private final long start;
    /** Time from the start above, index into {@link #messages} below: sorting these sorts the messages. */
    private final long[] order;
    private final long[] messages;
    private int size;

    private History(long seed, Instant until, int from, int to) {
        start = until.toEpochMilli() - SPAN_MILLIS;
        int most = (to - from) * (EVENTS_PER_CROWD / CROWD + MOST_CALLS);
        order = new long[most];
        messages = new long[most];
        for (int crowd = from; crowd < to; crowd += CROWD) {
            int[] events = shuffled(seed, crowd);
            for (int i = 0; i < CROWD; i++) {
                long[] late = {0};
                int first = size;
                ShopLife.live(seed, crowd + i, events[i], event -> {
                    late[0] = Math.max(late[0], event.millis() - SPAN_MILLIS);
                    order[size] = event.millis() << INDEX_BITS | size;
                    messages[size++] = event.pack();
                });
                moveBack(first, late[0]);
            }
        }
        Arrays.sort(order, 0, size);
    }

    /**
     * The history of the people from {@code from} up to, not with, {@code to}; both are multiples of {@link #CROWD}.
     *
     * @param until
     *            no message is later than this
     */
    static History of(long seed, Instant until, int from, int to) {
        return new History(seed, until, from, to);
    }

    /** The people who make so many events, 20 each. */
    static int people(int events) {
        int people = events / EVENTS_PER_CROWD * CROWD;
        if (events < EVENTS_PER_CROWD || events % EVENTS_PER_CROWD != 0 || people > ShopEvent.MOST_PEOPLE / 2) {
            throw new IllegalArgumentException(
                    "--events must be a multiple of 2,000 (what 100 people do), 10,000,000 at most");
        }
        return people;
    }

    public static int events(int people) {
        return people / CROWD * EVENTS_PER_CROWD;
    }

    /** Number of messages: the events, and one to three identify and group calls for each person who logs in. */
    int size() {
        return size;
    }

    /** Message by number, in the order of time. */
    ShopEvent get(int number) {
        long at = order[number];
        return ShopEvent.unpack(start + (at >>> INDEX_BITS), messages[(int) (at & (1L << INDEX_BITS) - 1)]);
    }

    /** Nobody acts after the end: who would, did all of it earlier. */
    private void moveBack(int first, long millis) {
        for (int i = first; millis > 0 && i < size; i++) {
            order[i] -= millis << INDEX_BITS;
        }
    }

    private static int[] shuffled(long seed, int crowd) {
        int[] events = SHARES.clone();
        SplittableRandom random = new SplittableRandom(seed ^ ShopCatalog.mix(crowd));
        for (int i = CROWD - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = events[i];
            events[i] = events[other];
            events[other] = kept;
        }
        return events;
    }

    /** By Zipf's law: the person of rank r does 1 / (r + 2) of it. */
    private static int[] shares() {
        double sum = 0;
        for (int rank = 1; rank <= CROWD; rank++) {
            sum += 1.0 / (rank + 2);
        }
        int[] shares = new int[CROWD];
        int rest = EVENTS_PER_CROWD;
        for (int rank = 1; rank <= CROWD; rank++) {
            shares[rank - 1] = (int) (EVENTS_PER_CROWD / (rank + 2.0) / sum);
            rest -= shares[rank - 1];
        }
        for (int i = 0; i < rest; i++) {
            shares[i % CROWD]++;
        }
        return shares;
    }
}
