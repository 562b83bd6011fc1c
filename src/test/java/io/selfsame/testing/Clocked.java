package io.selfsame.testing;

import java.time.Instant;

/** The refresh job as a test wants it: at once, and at a time of its choosing. */
@FunctionalInterface
public interface Clocked {

    /** The one of {@link TestServer#shared()}. */
    Clocked SHARED = (space, now) -> {
        throw new UnsupportedOperationException("The refresh cannot be told the time yet");
    };

    /** Brings all results of a space to what they are at that instant; returns when they are written. */
    void refresh(TestSpace space, Instant now);
}
