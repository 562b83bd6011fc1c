package io.selfsame.compute.evaluate;

import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Narrows a stretch of events by their timestamps. The events are in order of time, so binary searches find the stretch. Immutable. */
@FunctionalInterface
interface EventWindow {

    /** Part of a list of events: from one index up to, not with, another. */
    record Stretch(int from, int to) {

        boolean isEmpty() {
            return from >= to;
        }

        int size() {
            return to - from;
        }
    }

    /**
     * The part of a stretch that is in the window. Tells the context's clock when that changes.
     *
     * @param events in order of time
     */
    Stretch narrow(List<PersonEvent> events, Stretch stretch, EvaluationContext context);

    /** The window of a filter; empty if the filter is none. */
    static Optional<EventWindow> of(Filter filter) {
        return switch (filter) {
            case Filter.Within(Filter.Since since, Span span) ->
                Optional.of(window(since, Duration.ZERO, span.duration()));
            case Filter.Between(Filter.Since since, Span from, Span to) ->
                Optional.of(window(since, from.duration(), to.duration()));
            case Filter.BetweenDates(Moment from, Moment to) -> Optional.of(dates(from.instant(), after(to.instant())));
            case Filter.After(Moment from) -> Optional.of(dates(from.instant(), Instant.MAX));
            case Filter.Before(Moment end) -> Optional.of(dates(Instant.MIN, end.instant()));
            case Filter.During(CalendarPeriod period) -> Optional.of(during(period));
            case Filter.Where where -> Optional.empty();
            case Filter.ExpiresAfter session -> Optional.empty();
            case Filter.ExcludeSources sources -> Optional.empty();
        };
    }

    /** {@code now - most <= at <= now - least}. */
    private static EventWindow beforeNow(Duration least, Duration most) {
        return (events, stretch, context) -> {
            int from = firstAt(events, stretch, context.now().minus(most));
            int to = Math.max(from, firstAfter(events, stretch, context.now().minus(least)));
            if (from < to) {
                context.clock().changesAfter(events.get(from).at().plus(most));
            }
            if (to < stretch.to()) {
                context.clock().changesAt(events.get(to).at().plus(least));
            }
            return new Stretch(from, to);
        };
    }

    /** {@code from <= at < end}. That events of these dates are yet to happen is seen before, of all events. */
    private static EventWindow dates(Instant from, Instant end) {
        return (events, stretch, context) -> {
            int first = firstAt(events, stretch, from);
            return new Stretch(first, Math.max(first, firstAt(events, stretch, end)));
        };
    }

    private static EventWindow during(CalendarPeriod period) {
        return (events, stretch, context) -> {
            CalendarPeriod.Days days = context.clock().days(period);
            int from = firstAt(events, stretch, days.from());
            if (from < stretch.to()) {
                // Those of the period leave it, or later ones come into it.
                context.clock().changesAt(days.next());
            }
            return new Stretch(from, firstAt(events, new Stretch(from, stretch.to()), days.end()));
        };
    }

    /** The next instant that can be told from another. */
    private static Instant after(Instant at) {
        return at.plusNanos(1);
    }

    private static EventWindow window(Filter.Since since, Duration least, Duration most) {
        return switch (since) {
            case NOW -> beforeNow(least, most);
            case PARENT -> after(EvaluationContext::event, least, most);
            case GRANDPARENT -> after(context -> context.up(1), least, most);
            case CHAIN -> after(EvaluationContext::outermost, least, most);
        };
    }

    /** {@code start + least <= at <= start + most}. */
    private static EventWindow after(Function<EvaluationContext, @Nullable PersonEvent> start, Duration least,
            Duration most) {
        return (events, stretch, context) -> {
            PersonEvent first = start.apply(context);
            if (first == null) {
                return new Stretch(stretch.from(), stretch.from());
            }
            int from = firstAt(events, stretch, first.at().plus(least));
            return new Stretch(from, Math.max(from, firstAfter(events, stretch, first.at().plus(most))));
        };
    }

    /** The index of the first event of a stretch at or after an instant. */
    private static int firstAt(List<PersonEvent> events, Stretch stretch, Instant at) {
        return search(events, stretch, at, false);
    }

    /** The index of the first event of a stretch strictly after an instant. */
    static int firstAfter(List<PersonEvent> events, Stretch stretch, Instant at) {
        return search(events, stretch, at, true);
    }

    /** The index of the first of the {@code end} first events that comes after another event. */
    static int firstChild(List<PersonEvent> events, int end, PersonEvent parent) {
        int low = firstAt(events, new Stretch(0, end), parent.at());
        // A few at most have the same instant, unless somebody imports dates.
        int high = firstAfter(events, new Stretch(low, end), parent.at());
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).seq() <= parent.seq()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int search(List<PersonEvent> events, Stretch stretch, Instant at, boolean strictly) {
        int low = stretch.from();
        int high = stretch.to();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = events.get(middle).at().compareTo(at);
            if (order < 0 || (strictly && order == 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
