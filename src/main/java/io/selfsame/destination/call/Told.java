package io.selfsame.destination.call;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * To which IDs of a person a destination was told that they are in an audience, or have a value. Immutable.
 *
 * @param ids as {@link Address#name()} has them
 */
public record Told(Set<String> ids) {

    /** None. */
    public static final Told NOTHING = new Told(Set.of());

    public Told {
        ids = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    }
}
