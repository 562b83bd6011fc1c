package io.selfsame.query;

import io.selfsame.json.TimeText;
import java.time.Instant;
import java.util.Optional;

/** A point in time as written: {@code '2026-01-31'}. Immutable. */
public record Moment(String text) {

    /** As {@link TimeText} reads it; empty if it is no time, which {@code QueryCheck} refuses. */
    public Optional<Instant> time() {
        return TimeText.read(text);
    }

    /**
     * The point in time.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Instant instant() {
        return time().orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no date"));
    }
}
