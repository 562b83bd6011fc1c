package io.selfsame.query;

import java.util.List;
import java.util.stream.Stream;

/**
 * {@code event('name')}, or {@code any_event()}, and its filters, in the order written. Inside a {@code where} these are children of the event at
 * hand: only those after it count, and of those of the same instant the ones that came later. Immutable.
 */
public record Events(String name, List<Filter> filters) {

    /** Stands for the name where events of every name are meant. */
    public static final String ANY = "";

    public Events {
        filters = List.copyOf(filters);
    }

    /** Whether it is {@code any_event()}: all track, page and screen calls. */
    public boolean isAny() {
        return name.equals(ANY);
    }

    /** Those of the events that another filter leaves. */
    public Events and(Filter filter) {
        return new Events(name, Stream.concat(filters.stream(), Stream.of(filter)).toList());
    }
}
