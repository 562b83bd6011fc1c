package io.selfsame.bench.load;

/**
 * How to load. Sizes that cannot be run are refused here, before anything is sent.
 *
 * @param connections
 *            how many connections, each with one request at a time
 * @param rate
 *            requests a second for an open loop; 0 for a closed loop
 * @param warmupSeconds
 *            load that is not measured, first
 * @param retries
 *            whether a 429 is sent again after its Retry-After, as a good client does, or dropped, to keep up the pressure
 */
public record Plan(String name, Mix mix, int connections, double rate, int eventsPerBatch, int warmupSeconds,
        int seconds,
        boolean retries) {
    /** The numbers of all connections of a command have 12 bits. */
    private static final int MOST_CONNECTIONS = 2000;
    private static final int MOST_EVENTS = 2500;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException
     *             with what is wrong, in the words of the options
     */
    public Plan {
        check(connections >= 1 && connections <= MOST_CONNECTIONS,
                "--connections must be from 1 to " + MOST_CONNECTIONS);
        check(rate >= 0, "--rate must not be negative");
        check(eventsPerBatch >= 1 && eventsPerBatch <= MOST_EVENTS,
                "--events-per-batch must be from 1 to " + MOST_EVENTS);
        check(seconds >= 1, "--seconds must be at least 1");
        check(warmupSeconds >= 0, "--warmup-seconds must not be negative");
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public boolean isOpenLoop() {
        return rate > 0;
    }

    /** As a closed loop of this length, without warm-up. */
    Plan closedFor(int otherSeconds) {
        return new Plan(name, mix, connections, 0, eventsPerBatch, 0, otherSeconds, retries);
    }

    Plan withWarmup(int otherSeconds) {
        return new Plan(name, mix, connections, rate, eventsPerBatch, otherSeconds, seconds, retries);
    }

    public Plan named(String otherName) {
        return new Plan(otherName, mix, connections, rate, eventsPerBatch, warmupSeconds, seconds, retries);
    }

    public Plan withSeconds(int otherWarmupSeconds, int otherSeconds) {
        return new Plan(name, mix, connections, rate, eventsPerBatch, otherWarmupSeconds, otherSeconds, retries);
    }
}
