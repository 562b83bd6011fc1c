package io.selfsame.flow;

/** More is waiting than memory should hold. The caller may come again in a second. */
public final class Overloaded extends RuntimeException {

    /** The message is for the caller: one clause that says what there is too much of. */
    public Overloaded(String message) {
        super(message, null, false, false);
    }
}
