package io.selfsame.flow;

/** More waits than memory should hold. The caller may try again after a second. */
public final class Overloaded extends RuntimeException {

    /** The message is for the caller: a clause that says what there is too much of. */
    public Overloaded(String message) {
        super(message, null, false, false);
    }
}
