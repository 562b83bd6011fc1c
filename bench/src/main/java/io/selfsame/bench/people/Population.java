package io.selfsame.bench.people;

import java.util.SplittableRandom;

/**
 * Who sends what: one endless stream of messages for one connection, the same for the same seed and connection but for the
 * run's mark in message IDs and in the IDs of those who are new. Not thread-safe.
 *
 * <p>
 * Of 100 messages, 90 come from the known people (60 track, 22 page, 8 identify), drawn with a skew: the most active 1 % send
 * 22 % and the most active 10 % send 46 %. 7 are first pages of new visitors; 3 are logins that tie such a visitor to a user:
 * half of them to one of the known people (a merge of two profiles), half to a new user (two IDs attached).
 */
final class Population {
    private static final int DEVICES = 2;
    /** Bits for a counter within one connection of one run: 16 million new people each. */
    private static final int COUNTER_BITS = 24;
    private static final int CONNECTION_BITS = 12;

    private final int people;
    private final SplittableRandom random;
    private final Template.SlotValues values = new Template.SlotValues();
    private final TimestampWriter clock = new TimestampWriter();
    private final long own;
    private long messages;
    private long visitors;
    private long logins;

    /**
     * @param people
     *            size of the known population
     * @param run
     *            mark of this run, 28 bits
     * @param connection
     *            number of the connection, 12 bits, different for each stream of a run
     */
    Population(int people, long seed, long run, int connection) {
        this.people = people;
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + connection);
        this.values.run = run;
        this.own = (run << CONNECTION_BITS | connection) << COUNTER_BITS;
    }

    /** Takes the next message of the stream; write it with {@link #values}. */
    Template next() {
        stamp();
        int dice = random.nextInt(1000);
        if (dice < 900) {
            values.user = active();
            values.device = device(values.user, random.nextInt(DEVICES));
            return dice < 600 ? Messages.TRACK : dice < 820 ? Messages.PAGE_VIEW : Messages.IDENTIFY;
        }
        if (dice < 970 || logins == visitors) {
            values.device = own | visitors++;
            return Messages.VISIT;
        }
        values.device = own | logins++;
        values.user = dice < 985 ? random.nextInt(people) : values.device;
        return Messages.IDENTIFY;
    }

    /** The message that introduces a person, with e-mail address and first device. */
    Template introduce(int person) {
        stamp();
        values.user = person;
        values.device = device(person, 0);
        return Messages.IDENTIFY;
    }

    /** Picks the person of a read: every person alike, which flatters no cache. */
    void choosePerson() {
        values.user = random.nextInt(people);
    }

    /** A number from 0 to 99. */
    int percent() {
        return random.nextInt(100);
    }

    Template.SlotValues values() {
        return values;
    }

    private void stamp() {
        values.message = own | messages++;
        values.number = random.nextInt(0x10000);
        clock.now(values.time);
    }

    private int active() {
        double u = random.nextDouble();
        return (int) (people * u * u * u);
    }

    private static long device(long person, int device) {
        return person * DEVICES + device;
    }
}
