package io.selfsame.bench.compute;

import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A person who is to enter an audience, and what is to be done for them next. Immutable.
 *
 * @param answered
 *            {@link System#nanoTime} at which the event was answered; 0 before
 * @param due
 *            when to send the event, or to look for the membership again
 */
record Probe(String userId, long answered, long due) implements Delayed {
    boolean isSent() {
        return answered != 0;
    }

    /** The event was taken: its membership is looked for from now on. */
    Probe taken(long now) {
        return new Probe(userId, now | 1, now);
    }

    Probe again(long time) {
        return new Probe(userId, answered, time);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
