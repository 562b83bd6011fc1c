package io.selfsame.tracking.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What keeps events out before they are read: what their own {@code integrations} say, and the filters of the space, of which the first
 * that is true of an event decides. An event of which none is true is taken. Immutable and thread safe.
 *
 * @param version grows with each change; 0: there have never been any
 */
public record EventFilters(int version, List<EventFilter> filters) {

    /** What filters may cost together, as {@link FqlCost} counts it, and characters that they may have, to be asked at once. */
    private static final int CHEAP = 100;
    private static final int SHORT = 4_000;

    /** Under which events are counted that their sender wanted kept out; no filter has this name. */
    public static final String OPTED_OUT = "";

    /** No filter; events can still say themselves that they are not meant for us. */
    public static final EventFilters NONE = new EventFilters(0, List.of());

    public EventFilters {
        filters = List.copyOf(filters);
    }

    /** As the graph has them. */
    public static EventFilters stored(int version, JsonNode filters) {
        return new EventFilters(version, EventFiltersJson.stored(filters));
    }

    /** Those that are for the events of one write key. */
    public EventFilters of(String sourceId) {
        return new EventFilters(version, filters.stream().filter(filter -> filter.isFor(sourceId)).toList());
    }

    /** Whether asking takes more than some ten microseconds, even of a small event. */
    public boolean areCostly() {
        int cost = 0;
        int length = 0;
        for (EventFilter filter : filters) {
            cost += filter.cost();
            length += filter.text().map(String::length).orElse(0);
        }
        return cost > CHEAP || length > SHORT;
    }

    /**
     * Whether an event is kept out.
     *
     * @param message as it was sent, with its {@code type}, and completed by its batch
     * @return why: the name of a filter, or {@link #OPTED_OUT}; empty if it is to be taken
     */
    public Optional<String> drops(JsonNode message) {
        if (isOptedOut(message.path("integrations"))) {
            return Optional.of(OPTED_OUT);
        }
        for (EventFilter filter : filters) {
            if (FqlValue.isTrue(filter.condition(), message)) {
                return filter.drop() ? Optional.of(filter.name()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isOptedOut(JsonNode integrations) {
        return isFalse(integrations.path("Selfsame")) || isFalse(integrations.path("Personas"));
    }

    private static boolean isFalse(JsonNode switched) {
        return switched.isBoolean() && !switched.booleanValue();
    }
}
