package io.selfsame.source;

import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with a source. Immutable.
 *
 * @param running whether an instance takes events from it
 * @param failingBecause why it does not get on, and tries again
 * @param lag events that wait, as far as is known
 * @param accepted events, since the source was made; after a crash some may be missing here or count as repeated
 * @param repeated events that had come before
 * @param rejected events that were not taken
 * @param lastEventAt when it has brought something the last time
 */
public record SourceState(boolean running, Optional<String> failingBecause, Optional<Long> lag, long accepted,
        long repeated, long rejected, Optional<Instant> lastEventAt) {

    /** Nothing has happened yet. */
    public static final SourceState NEW = new SourceState(false, Optional.empty(), Optional.empty(), 0, 0, 0,
            Optional.empty());

    /** The same after a change by a person: what was wrong may be so no more. */
    public SourceState tryingAgain() {
        return new SourceState(running, Optional.empty(), lag, accepted, repeated, rejected, lastEventAt);
    }
}
