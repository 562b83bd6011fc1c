package io.selfsame.query;

import java.util.List;

/** Which events of a stream stay. Immutable. */
public sealed interface Filter {

    /** What a window is counted from: back from now, or on from an event around. */
    enum Since {
        /** Now. */
        NOW(""),
        /** The event that the enclosing {@code where} filters. */
        PARENT("parent"),
        /** The event that the {@code where} around that filters. */
        GRANDPARENT("grandparent"),
        /** The outermost event; the parent, if it stands in no other {@code where}. */
        CHAIN("chain");

        private final String word;

        Since(String word) {
            this.word = word;
        }

        /** As written, in text and in JSON; empty for now. */
        public String word() {
            return word;
        }
    }

    /** {@code where(…)}: those of which the condition is true. */
    record Where(Condition condition) implements Filter {}

    /**
     * {@code within(7 days)}: those at most that long before now; {@code within(parent: 7 days)}: at most that long after
     * the parent event.
     */
    record Within(Since since, Span span) implements Filter {}

    /** {@code between(7 days, 10 days)}: those that long before now (or after the parent), both edges included. */
    record Between(Since since, Span from, Span to) implements Filter {}

    /** {@code between('2026-01-01', '2026-02-01')}: those from one point in time to another, both edges included. */
    record BetweenDates(Moment from, Moment to) implements Filter {}

    /** {@code after('2026-01-01')}: those at that point in time or later. */
    record After(Moment from) implements Filter {}

    /** {@code before('2026-01-01')}: those earlier than that point in time. */
    record Before(Moment end) implements Filter {}

    /** {@code during(this_month)}: those of that period, in the time zone of the space. */
    record During(CalendarPeriod period) implements Filter {}

    /**
     * {@code expires_after(1 hour)}: those of the session that goes on now. A session is a run of events with no gap longer
     * than the span; it is over, and holds nothing, once the span has passed since its last event.
     */
    record ExpiresAfter(Span span) implements Filter {}

    /** {@code sources(exclude: 'a', 'b')}: those that came from other sources. */
    record ExcludeSources(List<String> sources) implements Filter {
        public ExcludeSources {
            sources = List.copyOf(sources);
        }
    }
}
