package io.selfsame.query;

import java.util.List;

/**
 * {@code event('name')} and its filters, in the order written. Inside a {@code where} these are children of the event at
 * hand: only those strictly after it count. Immutable.
 */
public record Events(String name, List<Filter> filters) {
    public Events {
        filters = List.copyOf(filters);
    }
}
