package io.selfsame.http;

/** Bytes of one kind. Guarded by the lock of {@link Callers}. */
final class Room {
    private final long most;
    long held;

    /** The part of {@link #held} that is free as soon as threads that were woken have ended their requests. */
    long leaving;

    Room(long most) {
        this.most = most;
    }

    /** Whether somebody has to go. */
    boolean isOverfull() {
        return held - leaving > most;
    }

    /** Whether those who had to go have not made room for long. */
    boolean isChoked() {
        return held > 2 * most;
    }
}
