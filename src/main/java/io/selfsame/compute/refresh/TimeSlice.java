package io.selfsame.compute.refresh;

import java.time.Duration;

/** The time in which a part of a run begins new pieces. The first piece is always done, so a slow run makes progress too. */
final class TimeSlice {

    private final long end;
    private long lap = System.nanoTime();

    TimeSlice(Duration length) {
        this.end = lap + length.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** How much is left, in nanoseconds; 0 if it is over. */
    long left() {
        return Math.max(0, end - System.nanoTime());
    }

    /** The time since the last call, or since the beginning, in nanoseconds; at least 1. */
    long lap() {
        long before = lap;
        lap = System.nanoTime();
        return Math.max(1, lap - before);
    }
}
