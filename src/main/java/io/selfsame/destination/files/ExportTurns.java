package io.selfsame.destination.files;

import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose turn it is to write, as an instance writes one export at a time: spaces come in the order in which they began to wait, and after a turn a
 * space waits behind all others, however many exports it has. Thread safe.
 */
final class ExportTurns {

    /** After this without a word a space no longer waits: its job may run elsewhere. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(60);

    private final InstantSource clock;

    /** When each that waits has last said so. Guarded by this. */
    private final Map<SpaceId, Long> waiting = new LinkedHashMap<>();

    ExportTurns(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes that a space waits, or waits still. It keeps its place. */
    synchronized void waits(SpaceId space) {
        waiting.put(space, clock.millis());
    }

    /** Whether nobody has waited longer. */
    synchronized boolean isTurnOf(SpaceId space) {
        waiting.values().removeIf(said -> clock.millis() - said > FORGOTTEN.toMillis());
        return waiting.isEmpty() || waiting.keySet().iterator().next().equals(space);
    }

    /** Notes that a space waits no longer: it has its turn, or there is nothing to do. */
    synchronized void leaves(SpaceId space) {
        waiting.remove(space);
    }

    synchronized boolean doOthersWait(SpaceId space) {
        return waiting.keySet().stream().anyMatch(other -> !other.equals(space));
    }
}
