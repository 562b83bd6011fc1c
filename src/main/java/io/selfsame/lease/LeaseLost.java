package io.selfsame.lease;

/** Somebody else may be doing this work by now. Whoever meets it stops, and has nothing to repair: nothing was written. */
public final class LeaseLost extends RuntimeException {

    public LeaseLost(String message) {
        super(message, null, false, false);
    }
}
