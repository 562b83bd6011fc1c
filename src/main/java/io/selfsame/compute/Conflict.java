package io.selfsame.compute;

/** A change that would be fine but for what is there already. The message names it and says what to do. */
final class Conflict extends RuntimeException {
    Conflict(String message) {
        super(message, null, false, false);
    }
}
