package io.selfsame.bench;

/**
 * How to load.
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
record Plan(String name, Mix mix, int connections, double rate, int eventsPerBatch, int warmupSeconds, int seconds,
        boolean retries) {
    boolean isOpenLoop() {
        return rate > 0;
    }

    /** As a closed loop of this length, without warm-up. */
    Plan closedFor(int otherSeconds) {
        return new Plan(name, mix, connections, 0, eventsPerBatch, 0, otherSeconds, retries);
    }

    Plan withWarmup(int otherSeconds) {
        return new Plan(name, mix, connections, rate, eventsPerBatch, otherSeconds, seconds, retries);
    }

    Plan named(String otherName) {
        return new Plan(otherName, mix, connections, rate, eventsPerBatch, warmupSeconds, seconds, retries);
    }

    Plan withSeconds(int otherWarmupSeconds, int otherSeconds) {
        return new Plan(name, mix, connections, rate, eventsPerBatch, otherWarmupSeconds, otherSeconds, retries);
    }
}
