package io.selfsame.source;

import io.selfsame.space.SpaceId;
import java.util.Optional;

/**
 * Where a space takes events from. Immutable. Its settings hold secrets in the clear, so it is never logged or answered.
 *
 * @param id {@code sou_…}
 * @param enabled whether somebody wants events from there
 * @param pausedBecause why none are taken although it is enabled; they wait where they are
 * @param version grows with each change by a person
 */
public record Source(String id, SpaceId space, String name, SourceSettings settings, boolean enabled,
        Optional<String> pausedBecause, long version) {

    /** Whether events are taken from it now. */
    public boolean isActive() {
        return enabled && pausedBecause.isEmpty();
    }

    @Override
    public String toString() {
        return id;
    }
}
