package io.selfsame.bench.shop;

import java.util.SplittableRandom;

/**
 * What the people of the standard workloads do: one endless stream of events for one connection, the same for the same seed and
 * connection but for the times, and for the run's mark in the IDs of those who are new. Not thread-safe.
 *
 * <p>
 * Of 100 events, 90 come from the known people (60 track, 22 page, 8 identify), drawn with a skew: the most active 1 % send
 * 22 % and the most active 10 % send 46 %. 7 are first pages of new visitors; 3 are logins that tie such a visitor to a user:
 * half of them to one of the known people (a merge of two profiles), half to a new user (two IDs attached).
 */
final class Population implements ShopStream {
    private static final int DEVICES = 2;
    /** Bits for a counter within one connection of one run: 16 million visitors each. */
    private static final int COUNTER_BITS = 24;
    private static final int CONNECTION_BITS = 12;

    private final int people;
    private final SplittableRandom random;
    private final long visitorSeed;
    private final long own;
    private long visitors;
    private long logins;

    /**
     * Begins the stream.
     *
     * @param connection
     *            number of the connection, 12 bits, different for each stream of a run
     */
    Population(PopulationCrowd crowd, int connection) {
        people = crowd.people();
        random = ShopLife.random(crowd.seed(), connection);
        visitorSeed = random.nextLong();
        own = (crowd.run() << CONNECTION_BITS | connection) << COUNTER_BITS;
    }

    @Override
    public ShopEvent next() {
        int dice = random.nextInt(1000);
        if (dice < 900) {
            ShopKind kind = dice < 600 ? ShopKind.ADD : dice < 820 ? ShopKind.PAGE : ShopKind.IDENTIFY;
            return event(active(), random.nextInt(DEVICES), kind, true);
        }
        return dice < 970 || logins == visitors
                ? visitor(visitors++, ShopKind.PAGE)
                : visitor(logins++, ShopKind.IDENTIFY);
    }

    /** The event that introduces one of the known people, with e-mail address and first device. */
    static ShopEvent introduction(int person) {
        return new ShopEvent(System.currentTimeMillis(), person, 0, ShopKind.IDENTIFY, 0, true, 0, 0);
    }

    @Override
    public String anybody() {
        return "user_id:" + ShopPerson.userId(random.nextInt(people));
    }

    @Override
    public int percent() {
        return random.nextInt(100);
    }

    /** Who a visitor is shows at the login: one of the known people on a device of this visit, or somebody new. */
    private ShopEvent visitor(long visit, ShopKind kind) {
        long dice = ShopCatalog.mix(visitorSeed + visit);
        boolean known = kind == ShopKind.IDENTIFY;
        return (dice & 1) == 0
                ? event(Math.floorMod(dice >>> 1, (long) people), own | visit, kind, known)
                : event(own | visit, 0, kind, known);
    }

    private ShopEvent event(long person, long device, ShopKind kind, boolean known) {
        return new ShopEvent(System.currentTimeMillis(), person, random.nextInt(1024), kind, device, known,
                random.nextInt(256), 0);
    }

    private int active() {
        double u = random.nextDouble();
        return (int) (people * u * u * u);
    }
}
