package io.selfsame.tracking.filter;

import java.util.Optional;
import java.util.Set;

/**
 * A filter of events. Immutable.
 *
 * @param name unique in its space
 * @param text the condition as it was written; empty: every event
 * @param condition the same, read
 * @param cost of the condition, as {@link FqlCost} counts it
 * @param drop whether events of which it is true are kept out; otherwise they are taken, and no later filter is asked
 * @param sourceIds the write keys whose events it is for; empty: all
 */
record EventFilter(String name, Optional<String> description, Optional<String> text, Fql condition, int cost,
        boolean drop,
        boolean enabled,
        Set<String> sourceIds) {

    EventFilter {
        sourceIds = Set.copyOf(sourceIds);
    }

    boolean isFor(String sourceId) {
        return enabled && (sourceIds.isEmpty() || sourceIds.contains(sourceId));
    }
}
