package io.selfsame.flow;

/** More is waiting than memory should hold. The caller may come again in a second. */
public final class Overloaded extends RuntimeException {

    Overloaded(String message) {
        super(message, null, false, false);
    }
}
