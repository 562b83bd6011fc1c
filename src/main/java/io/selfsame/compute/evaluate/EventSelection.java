package io.selfsame.compute.evaluate;

import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code event('…')} with its filters: which events stay. Windows leave a stretch of the events, which two binary searches find;
 * around an event, what other filters say of those in it is worked out once for each, unless they look at an event around. A
 * session makes the order of filters mean something, so then each is applied to what the one before has left. Immutable.
 */
final class EventSelection {

    private final String name;
    private final List<Window> windows;
    private final List<Evaluator.Test> picks;
    private final boolean relative;
    private final Optional<List<SelectionStep>> inOrder;

    /** A stretch of a list of events: from one place to before another. */
    private record IndexRange(int from, int to) {

        boolean isEmpty() {
            return from >= to;
        }

        int size() {
            return to - from;
        }
    }

    /** Narrows a stretch of events in order of time. */
    private interface Window {
        IndexRange narrow(List<PersonEvent> events, IndexRange stretch, EvaluationContext context);
    }

    /** Takes events in order of time, gives those that stay, in order. */
    private interface SelectionStep {
        List<PersonEvent> keep(List<PersonEvent> events, EvaluationContext context);
    }

    EventSelection(Events events) {
        this.name = events.name();
        boolean session = events.filters().stream().anyMatch(Filter.ExpiresAfter.class::isInstance);
        this.inOrder = session
                ? Optional.of(events.filters().stream().map(EventSelection::step).toList())
                : Optional.empty();
        List<Window> cut = new ArrayList<>();
        List<Evaluator.Test> pick = new ArrayList<>();
        boolean looksUp = false;
        if (!session) {
            for (Filter filter : events.filters()) {
                window(filter).ifPresent(cut::add);
                pick(filter).ifPresent(pick::add);
                looksUp |= filter instanceof Filter.Where(Condition condition)
                        && ParentReferences.isAskedFor(condition, 0);
            }
        }
        this.windows = List.copyOf(cut);
        this.picks = List.copyOf(pick);
        this.relative = looksUp;
    }

    /** The events, in order of time. Around an event, only those after it are children: of one instant, those that came later. */
    List<PersonEvent> of(EvaluationContext context) {
        List<PersonEvent> all = context.events(name);
        IndexRange stretch = stretch(all, context);
        if (inOrder.isPresent()) {
            return inOrder(all.subList(stretch.from(), stretch.to()), context);
        }
        if (stretch.isEmpty() || picks.isEmpty()) {
            return all.subList(stretch.from(), stretch.to());
        }
        List<PersonEvent> kept = new ArrayList<>();
        if (isRemembered(context)) {
            BitSet holds = context.truths(this, all.size()).of(stretch.from(), stretch.to(),
                    place -> isPicked(all.get(place), context));
            for (int i = holds.nextSetBit(stretch.from()); i >= 0 && i < stretch.to(); i = holds.nextSetBit(i + 1)) {
                kept.add(all.get(i));
            }
        } else {
            for (int i = stretch.from(); i < stretch.to(); i++) {
                if (isPicked(all.get(i), context)) {
                    kept.add(all.get(i));
                }
            }
        }
        return kept;
    }

    /** How many there are. */
    long count(EvaluationContext context) {
        if (inOrder.isPresent()) {
            return of(context).size();
        }
        List<PersonEvent> all = context.events(name);
        IndexRange stretch = stretch(all, context);
        if (stretch.isEmpty()) {
            return 0;
        }
        if (picks.isEmpty()) {
            return stretch.size();
        }
        if (isRemembered(context)) {
            return context.truths(this, all.size()).count(stretch.from(), stretch.to(),
                    place -> isPicked(all.get(place), context));
        }
        long count = 0;
        for (int i = stretch.from(); i < stretch.to(); i++) {
            count += isPicked(all.get(i), context) ? 1 : 0;
        }
        return count;
    }

    /** Seen from one event only, each of the others is looked at once anyway. */
    private boolean isRemembered(EvaluationContext context) {
        return context.event() != null && !relative;
    }

    private boolean isPicked(PersonEvent event, EvaluationContext context) {
        context.clock().steps(1);
        EvaluationContext at = context.at(event);
        for (Evaluator.Test pick : picks) {
            if (!pick.holds(at)) {
                return false;
            }
        }
        return true;
    }

    /** Those that have happened by now, after the event at hand, in the windows. */
    private IndexRange stretch(List<PersonEvent> all, EvaluationContext context) {
        context.clock().steps(1);
        int end = firstAfter(all, new IndexRange(0, all.size()), context.now());
        if (end < all.size()) {
            context.clock().changesAt(all.get(end).at());
        }
        PersonEvent parent = context.event();
        var stretch = new IndexRange(parent == null ? 0 : firstChild(all, end, parent), end);
        for (Window window : windows) {
            if (stretch.isEmpty()) {
                return stretch;
            }
            stretch = window.narrow(all, stretch, context);
        }
        return stretch;
    }

    private List<PersonEvent> inOrder(List<PersonEvent> events, EvaluationContext context) {
        List<PersonEvent> left = events;
        for (SelectionStep step : inOrder.orElseThrow()) {
            if (left.isEmpty()) {
                return left;
            }
            context.clock().steps(left.size());
            left = step.keep(left, context);
        }
        return left;
    }

    private static Optional<Window> window(Filter filter) {
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

    /** What a filter asks of each event by itself. */
    private static Optional<Evaluator.Test> pick(Filter filter) {
        return switch (filter) {
            case Filter.Where(Condition condition) -> Optional.of(Evaluator.test(condition));
            case Filter.ExcludeSources(List<String> sources) -> {
                Set<String> excluded = Set.copyOf(sources);
                yield Optional.of(context -> {
                    PersonEvent event = context.event();
                    Object source = event == null ? null : event.values().get(PersonEvent.SOURCE_ID);
                    return source == null || !excluded.contains(source);
                });
            }
            case Filter.Within window -> Optional.empty();
            case Filter.Between window -> Optional.empty();
            case Filter.BetweenDates window -> Optional.empty();
            case Filter.After window -> Optional.empty();
            case Filter.Before window -> Optional.empty();
            case Filter.During window -> Optional.empty();
            case Filter.ExpiresAfter session -> Optional.empty();
        };
    }

    private static SelectionStep step(Filter filter) {
        if (filter instanceof Filter.ExpiresAfter(Span span)) {
            return session(span.duration());
        }
        Optional<Window> window = window(filter);
        if (window.isPresent()) {
            return (events, context) -> {
                IndexRange left = window.get().narrow(events, new IndexRange(0, events.size()), context);
                return left.isEmpty() ? List.of() : events.subList(left.from(), left.to());
            };
        }
        Evaluator.Test pick = pick(filter).orElseThrow();
        return (events, context) -> {
            List<PersonEvent> kept = new ArrayList<>();
            for (PersonEvent event : events) {
                if (pick.holds(context.at(event))) {
                    kept.add(event);
                }
            }
            return kept;
        };
    }

    /** {@code now - most <= at <= now - least}. */
    private static Window beforeNow(Duration least, Duration most) {
        return (events, stretch, context) -> {
            int from = firstAt(events, stretch, context.now().minus(most));
            int to = Math.max(from, firstAfter(events, stretch, context.now().minus(least)));
            if (from < to) {
                context.clock().changesAfter(events.get(from).at().plus(most));
            }
            if (to < stretch.to()) {
                context.clock().changesAt(events.get(to).at().plus(least));
            }
            return new IndexRange(from, to);
        };
    }

    /** {@code from <= at < end}. That events of these dates are yet to happen is seen before, of all events. */
    private static Window dates(Instant from, Instant end) {
        return (events, stretch, context) -> {
            int first = firstAt(events, stretch, from);
            return new IndexRange(first, Math.max(first, firstAt(events, stretch, end)));
        };
    }

    private static Window during(CalendarPeriod period) {
        return (events, stretch, context) -> {
            CalendarPeriod.Days days = context.clock().days(period);
            int from = firstAt(events, stretch, days.from());
            if (from < stretch.to()) {
                // Those of the period leave it, or later ones come into it.
                context.clock().changesAt(days.next());
            }
            return new IndexRange(from, firstAt(events, new IndexRange(from, stretch.to()), days.end()));
        };
    }

    /** The next instant that can be told from another. */
    private static Instant after(Instant at) {
        return at.plusNanos(1);
    }

    private static Window window(Filter.Since since, Duration least, Duration most) {
        return switch (since) {
            case NOW -> beforeNow(least, most);
            case PARENT -> after(EvaluationContext::event, least, most);
            case GRANDPARENT -> after(context -> context.up(1), least, most);
            case CHAIN -> after(EvaluationContext::outermost, least, most);
        };
    }

    /** {@code start + least <= at <= start + most}. */
    private static Window after(Function<EvaluationContext, @Nullable PersonEvent> start, Duration least,
            Duration most) {
        return (events, stretch, context) -> {
            PersonEvent first = start.apply(context);
            if (first == null) {
                return new IndexRange(stretch.from(), stretch.from());
            }
            int from = firstAt(events, stretch, first.at().plus(least));
            return new IndexRange(from, Math.max(from, firstAfter(events, stretch, first.at().plus(most))));
        };
    }

    private static SelectionStep session(Duration gap) {
        return (events, context) -> {
            int first = events.size() - 1;
            Instant over = events.get(first).at().plus(gap);
            if (context.now().isAfter(over)) {
                return List.of();
            }
            context.clock().changesAfter(over);
            while (first > 0 && !events.get(first).at().isAfter(events.get(first - 1).at().plus(gap))) {
                first--;
            }
            return events.subList(first, events.size());
        };
    }

    /** The place of the first event of a stretch at or after an instant. */
    private static int firstAt(List<PersonEvent> events, IndexRange stretch, Instant at) {
        return search(events, stretch, at, false);
    }

    /** The place of the first event of a stretch strictly after an instant. */
    private static int firstAfter(List<PersonEvent> events, IndexRange stretch, Instant at) {
        return search(events, stretch, at, true);
    }

    /** The place of the first event before a place that comes after another event. */
    private static int firstChild(List<PersonEvent> events, int end, PersonEvent parent) {
        int low = firstAt(events, new IndexRange(0, end), parent.at());
        // A few at most have the same instant, unless somebody imports dates.
        int high = firstAfter(events, new IndexRange(low, end), parent.at());
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

    private static int search(List<PersonEvent> events, IndexRange stretch, Instant at, boolean strictly) {
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
