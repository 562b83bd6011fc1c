package io.selfsame.tracking.gate;

import io.selfsame.tracking.filter.EventFilters;
import io.selfsame.tracking.plan.TrackingPlan;
import java.util.Optional;

/**
 * What is asked of the events of one write key. Immutable and thread safe.
 *
 * @param filters those that are for its events
 * @param plan empty if it has none
 */
public record Gate(EventFilters filters, Optional<TrackingPlan> plan) {

    /** Without filters and plan. */
    public static final Gate OPEN = new Gate(EventFilters.NONE, Optional.empty());

    /** Whether asking may take more than a moment, even of a small event. */
    public boolean isCostly() {
        return plan.isPresent() || filters.areCostly();
    }
}
