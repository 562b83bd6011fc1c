package io.selfsame.compute.definition;

/** A change that would be fine but for what is there already. The message names it and says what to do. */
public final class DefinitionConflict extends RuntimeException {
    DefinitionConflict(String message) {
        super(message, null, false, false);
    }
}
