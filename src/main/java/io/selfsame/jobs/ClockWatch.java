package io.selfsame.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the clock of this machine was set, by comparing it with a clock that cannot be set. The local schedule depends on
 * the first, and after a change by an hour backwards it would wait an hour for its next run. Compares each second, in a thread
 * of its own; changes slower than two seconds a second are ignored.
 */
final class ClockWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Consumer<Duration> jumped;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant last;
    private long lastNanos;

    /**
     * Sets up an idle one.
     *
     * @param clock that of the machine, which can be set
     * @param nanos a clock that nobody can set
     * @param jumped is told by how much the clock is ahead of where it was; less than nothing if it was set back
     */
    ClockWatch(InstantSource clock, LongSupplier nanos, Consumer<Duration> jumped) {
        this.clock = clock;
        this.nanos = nanos;
        this.jumped = jumped;
        this.last = clock.instant();
        this.lastNanos = nanos.getAsLong();
    }

    void start() {
        Thread.ofPlatform().daemon().name("clock").start(() -> {
            try {
                while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Compares what has passed since the last look by both clocks. */
    void look() {
        Instant now = clock.instant();
        long nowNanos = nanos.getAsLong();
        Duration jump = Duration.between(last, now).minusNanos(nowNanos - lastNanos);
        last = now;
        lastNanos = nowNanos;
        if (jump.abs().compareTo(TOLERANCE) > 0) {
            LOG.warn(
                    "The clock of this machine was set {} by {} s; events are stamped by what it says, and what runs by"
                            + " the clock is planned anew",
                    jump.isNegative() ? "back" : "forward", jump.abs().toSeconds());
            try {
                jumped.accept(jump);
            } catch (RuntimeException e) {
                LOG.warn("Planning anew failed", e);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
