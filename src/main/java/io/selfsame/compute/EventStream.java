package io.selfsame.compute;

import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code event('…')} with its filters: which events stay. Windows leave a stretch of the events, which two binary searches find;
 * around an event, what other filters say of those in it is worked out once for each, unless they look at the event around. A
 * session makes the order of filters mean something, so then each is applied to what the one before has left. Immutable.
 */
final class EventStream {

    private final String name;
    private final List<Window> windows;
    private final List<Evaluator.Test> picks;
    private final boolean relative;
    private final Optional<List<Step>> inOrder;

    /** A stretch of a list of events: from one place to before another. */
    private record Stretch(int from, int to) {

        boolean isEmpty() {
            return from >= to;
        }

        int size() {
            return to - from;
        }
    }

    /** Narrows a stretch of events in order of time. */
    private interface Window {
        Stretch narrow(List<Occurrence> events, Stretch stretch, Scope scope);
    }

    /** Takes events in order of time, gives those that stay, in order. */
    private interface Step {
        List<Occurrence> keep(List<Occurrence> events, Scope scope);
    }

    EventStream(Events events) {
        this.name = events.name();
        boolean session = events.filters().stream().anyMatch(Filter.ExpiresAfter.class::isInstance);
        this.inOrder = session
                ? Optional.of(events.filters().stream().map(EventStream::step).toList())
                : Optional.empty();
        List<Window> cut = new ArrayList<>();
        List<Evaluator.Test> pick = new ArrayList<>();
        boolean looksUp = false;
        if (!session) {
            for (Filter filter : events.filters()) {
                window(filter).ifPresent(cut::add);
                pick(filter).ifPresent(pick::add);
                looksUp |= filter instanceof Filter.Where(Condition condition) && Parents.isAskedFor(condition);
            }
        }
        this.windows = List.copyOf(cut);
        this.picks = List.copyOf(pick);
        this.relative = looksUp;
    }

    /** The events, in order of time. Around an event, only those strictly after it are children. */
    List<Occurrence> of(Scope scope) {
        List<Occurrence> all = scope.events(name);
        Stretch stretch = stretch(all, scope);
        if (inOrder.isPresent()) {
            return inOrder(all.subList(stretch.from(), stretch.to()), scope);
        }
        if (stretch.isEmpty() || picks.isEmpty()) {
            return all.subList(stretch.from(), stretch.to());
        }
        List<Occurrence> kept = new ArrayList<>();
        if (isRemembered(scope)) {
            BitSet holds = scope.truths(this, all.size()).of(stretch.from(), stretch.to(),
                    place -> isPicked(all.get(place), scope));
            for (int i = holds.nextSetBit(stretch.from()); i >= 0 && i < stretch.to(); i = holds.nextSetBit(i + 1)) {
                kept.add(all.get(i));
            }
        } else {
            for (int i = stretch.from(); i < stretch.to(); i++) {
                if (isPicked(all.get(i), scope)) {
                    kept.add(all.get(i));
                }
            }
        }
        return kept;
    }

    /** How many there are. */
    long count(Scope scope) {
        if (inOrder.isPresent()) {
            return of(scope).size();
        }
        List<Occurrence> all = scope.events(name);
        Stretch stretch = stretch(all, scope);
        if (stretch.isEmpty()) {
            return 0;
        }
        if (picks.isEmpty()) {
            return stretch.size();
        }
        if (isRemembered(scope)) {
            return scope.truths(this, all.size()).count(stretch.from(), stretch.to(),
                    place -> isPicked(all.get(place), scope));
        }
        long count = 0;
        for (int i = stretch.from(); i < stretch.to(); i++) {
            count += isPicked(all.get(i), scope) ? 1 : 0;
        }
        return count;
    }

    /** Seen from one event only, each of the others is looked at once anyway. */
    private boolean isRemembered(Scope scope) {
        return scope.event() != null && !relative;
    }

    private boolean isPicked(Occurrence event, Scope scope) {
        scope.asking().steps(1);
        // Seen from the children of this event, it is the one at hand; its own parent is out of their sight.
        Scope at = scope.at(event, scope.event());
        for (Evaluator.Test pick : picks) {
            if (!pick.holds(at)) {
                return false;
            }
        }
        return true;
    }

    /** Those that have happened by now, after the event at hand, in the windows. */
    private Stretch stretch(List<Occurrence> all, Scope scope) {
        scope.asking().steps(1);
        int end = firstAfter(all, new Stretch(0, all.size()), scope.now());
        if (end < all.size()) {
            scope.asking().changesAt(all.get(end).at());
        }
        Occurrence parent = scope.event();
        var stretch = new Stretch(parent == null ? 0 : firstAfter(all, new Stretch(0, end), parent.at()), end);
        for (Window window : windows) {
            if (stretch.isEmpty()) {
                return stretch;
            }
            stretch = window.narrow(all, stretch, scope);
        }
        return stretch;
    }

    private List<Occurrence> inOrder(List<Occurrence> events, Scope scope) {
        List<Occurrence> left = events;
        for (Step step : inOrder.orElseThrow()) {
            if (left.isEmpty()) {
                return left;
            }
            scope.asking().steps(left.size());
            left = step.keep(left, scope);
        }
        return left;
    }

    private static Optional<Window> window(Filter filter) {
        return switch (filter) {
            case Filter.Within(boolean ofParent, Span span) -> Optional.of(ofParent
                    ? afterParent(Duration.ZERO, span.duration())
                    : beforeNow(Duration.ZERO, span.duration()));
            case Filter.Between(boolean ofParent, Span from, Span to) -> Optional.of(ofParent
                    ? afterParent(from.duration(), to.duration())
                    : beforeNow(from.duration(), to.duration()));
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
                yield Optional.of(scope -> {
                    Occurrence event = scope.event();
                    Object source = event == null ? null : event.values().get(Occurrence.SOURCE_ID);
                    return source == null || !excluded.contains(source);
                });
            }
            case Filter.Within window -> Optional.empty();
            case Filter.Between window -> Optional.empty();
            case Filter.ExpiresAfter session -> Optional.empty();
        };
    }

    private static Step step(Filter filter) {
        if (filter instanceof Filter.ExpiresAfter(Span span)) {
            return session(span.duration());
        }
        Optional<Window> window = window(filter);
        if (window.isPresent()) {
            return (events, scope) -> {
                Stretch left = window.get().narrow(events, new Stretch(0, events.size()), scope);
                return left.isEmpty() ? List.of() : events.subList(left.from(), left.to());
            };
        }
        Evaluator.Test pick = pick(filter).orElseThrow();
        return (events, scope) -> {
            List<Occurrence> kept = new ArrayList<>();
            for (Occurrence event : events) {
                if (pick.holds(scope.at(event, scope.event()))) {
                    kept.add(event);
                }
            }
            return kept;
        };
    }

    /** {@code now - most <= at <= now - least}. */
    private static Window beforeNow(Duration least, Duration most) {
        return (events, stretch, scope) -> {
            int from = firstAt(events, stretch, scope.now().minus(most));
            int to = Math.max(from, firstAfter(events, stretch, scope.now().minus(least)));
            if (from < to) {
                scope.asking().changesAfter(events.get(from).at().plus(most));
            }
            if (to < stretch.to()) {
                scope.asking().changesAt(events.get(to).at().plus(least));
            }
            return new Stretch(from, to);
        };
    }

    private static Window afterParent(Duration least, Duration most) {
        return (events, stretch, scope) -> {
            Occurrence parent = scope.event();
            if (parent == null) {
                return new Stretch(stretch.from(), stretch.from());
            }
            int from = firstAt(events, stretch, parent.at().plus(least));
            return new Stretch(from, Math.max(from, firstAfter(events, stretch, parent.at().plus(most))));
        };
    }

    private static Step session(Duration gap) {
        return (events, scope) -> {
            int first = events.size() - 1;
            Instant over = events.get(first).at().plus(gap);
            if (scope.now().isAfter(over)) {
                return List.of();
            }
            scope.asking().changesAfter(over);
            while (first > 0 && !events.get(first).at().isAfter(events.get(first - 1).at().plus(gap))) {
                first--;
            }
            return events.subList(first, events.size());
        };
    }

    /** The place of the first event of a stretch at or after an instant. */
    private static int firstAt(List<Occurrence> events, Stretch stretch, Instant at) {
        return search(events, stretch, at, false);
    }

    /** The place of the first event of a stretch strictly after an instant. */
    private static int firstAfter(List<Occurrence> events, Stretch stretch, Instant at) {
        return search(events, stretch, at, true);
    }

    private static int search(List<Occurrence> events, Stretch stretch, Instant at, boolean strictly) {
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
