package io.selfsame.query;

import java.util.List;
import java.util.stream.Stream;

/**
 * {@code event('name')} and its filters, in the order written. Inside a {@code where} these are children of the event at
 * hand: only those after it count, and of those of the same instant the ones that came later. Immutable.
 */
public record Events(String name, List<Filter> filters) {
    public Events {
        filters = List.copyOf(filters);
    }

    /** Those of the events that another filter leaves. */
    public Events and(Filter filter) {
        return new Events(name, Stream.concat(filters.stream(), Stream.of(filter)).toList());
    }
}
