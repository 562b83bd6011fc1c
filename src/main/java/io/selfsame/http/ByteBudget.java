package io.selfsame.http;

/** A limit for bytes of one kind. Guarded by the lock of {@link Connections}. */
final class ByteBudget {

    final long most;
    long held;

    /** The part of {@link #held} that is free as soon as threads that were woken have ended their requests. */
    long leaving;

    /** The part of {@link #held} of those whose request is not complete, who can be made to go. */
    long incomplete;

    /** How many had to go, or were refused. */
    long refused;

    ByteBudget(long most) {
        this.most = most;
    }

    /** Whether somebody has to go. */
    boolean isOverfull() {
        return held - leaving > most;
    }

    /** Whether so many have gone that those who come next find room without another look at all of them. */
    boolean isEased() {
        return held - leaving <= most / 8 * 7;
    }

    /** Whether all of it, with what is being worked on and what has to go and has not gone yet, is so much that newcomers are refused. */
    boolean isChoked() {
        return held > 2 * most;
    }
}
