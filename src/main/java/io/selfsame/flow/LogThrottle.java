package io.selfsame.flow;

import java.time.Duration;
import java.util.function.LongConsumer;

/** Logs one of many similar messages, with the number of suppressed ones. Thread safe. */
public final class LogThrottle {

    private final long pauseNanos;
    private boolean saidOnce;
    private long lastSaid;
    private long unsaid;

    /** @param pause that lies between two that are said at least */
    public LogThrottle(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** The end of a message that stands for others: empty, or how many were suppressed. */
    public static String others(long more, String what) {
        return more == 0 ? "" : " (and " + more + " " + what + " since the last such line)";
    }

    /** Calls the argument with the number of messages that were suppressed since the last one, or suppresses this message too. */
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
