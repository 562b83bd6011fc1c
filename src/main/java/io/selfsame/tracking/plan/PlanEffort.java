package io.selfsame.tracking.plan;

/** What the events of one request may cost when they are compared with a plan, together. For one thread. */
public final class PlanEffort {

    /** In units of {@link CountedContext}: half a second. An event as people send them costs some thousand. */
    private static final long MOST = 20_000_000;

    private long left = MOST;

    /** What the next event may cost. */
    long of(long weight) {
        return Math.min(left, CountedContext.LEAST + CountedContext.EACH * weight);
    }

    /** Begins anew, for the next event of those that nobody has put together. */
    public void renew() {
        left = MOST;
    }

    void spent(long units) {
        left = Math.max(0, left - units);
    }
}
