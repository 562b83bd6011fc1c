package io.selfsame.bench;

/** Refuses sizes that cannot be run, before anything is sent. */
final class Checks {
    /** Streams 4000 and up belong to the preparation. */
    private static final int MOST_CONNECTIONS = 2000;
    private static final int MOST_EVENTS = 2500;

    private Checks() {}

    /**
     * The plan as it is.
     *
     * @throws IllegalArgumentException
     *             with what is wrong
     */
    static Plan plan(Plan plan) {
        check(plan.connections() >= 1 && plan.connections() <= MOST_CONNECTIONS,
                "--connections must be from 1 to " + MOST_CONNECTIONS);
        check(plan.rate() >= 0, "--rate must not be negative");
        check(plan.eventsPerBatch() >= 1 && plan.eventsPerBatch() <= MOST_EVENTS,
                "--events-per-batch must be from 1 to " + MOST_EVENTS);
        check(plan.seconds() >= 1, "--seconds must be at least 1");
        check(plan.warmupSeconds() >= 0, "--warmup-seconds must not be negative");
        return plan;
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
