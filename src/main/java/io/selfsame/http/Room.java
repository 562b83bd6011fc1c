package io.selfsame.http;

/** Bytes of one kind. Guarded by the lock of {@link Callers}. */
final class Room {
    private final long most;
    long held;

    Room(long most) {
        this.most = most;
    }

    boolean isOverfull() {
        return held > most;
    }
}
