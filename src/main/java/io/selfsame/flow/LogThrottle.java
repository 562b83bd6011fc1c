package io.selfsame.flow;

import java.time.Duration;
import java.util.function.LongConsumer;

/** Lets through one of many that would all say the same, with the number of those that were not said. Thread safe. */
public final class LogThrottle {

    private final long pauseNanos;
    private boolean saidOnce;
    private long lastSaid;
    private long unsaid;

    /** @param pause that lies between two that are said at least */
    public LogThrottle(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** What a line ends with that stands for others: nothing, or how many of what were kept back. */
    public static String others(long more, String what) {
        return more == 0 ? "" : " (and " + more + " " + what + " since the last such line)";
    }

    /** Hands over how many were kept back since the last that was said, or keeps this one back too. */
    public void say(LongConsumer line) {
        long more;
        synchronized (this) {
            long now = System.nanoTime();
            if (saidOnce && now - lastSaid < pauseNanos) {
                unsaid++;
                return;
            }
            saidOnce = true;
            lastSaid = now;
            more = unsaid;
            unsaid = 0;
        }
        line.accept(more);
    }
}
