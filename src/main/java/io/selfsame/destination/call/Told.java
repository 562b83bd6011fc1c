package io.selfsame.destination.call;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a destination knows of a definition and a person: to which IDs it was told that they are in an audience, or have a value. Immutable.
 *
 * @param ids as {@link Address#names()} has them
 * @param value a digest of the value that all of them know; empty if they know different ones, or that is not certain
 */
public record Told(Set<String> ids, Optional<String> value) {

    /** Nothing. */
    public static final Told NOTHING = new Told(Set.of(), Optional.empty());

    public Told {
        ids = Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    }
}
