package io.selfsame.compute;

import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code event('…')} with its filters: which events stay. Pure; immutable. */
final class EventStream {

    private final String name;
    private final List<Step> steps;

    /** Takes events in order of time, gives those that stay, in order. */
    private interface Step {
        List<Occurrence> keep(List<Occurrence> events, Scope scope);
    }

    EventStream(Events events) {
        this.name = events.name();
        this.steps = order(events.filters()).stream().map(EventStream::step).toList();
    }

    /** Windows first, as they cost a binary search, unless a session makes the order mean something. */
    private static List<Filter> order(List<Filter> filters) {
        if (filters.stream().anyMatch(Filter.ExpiresAfter.class::isInstance)) {
            return filters;
        }
        List<Filter> windows = new ArrayList<>();
        List<Filter> others = new ArrayList<>();
        for (Filter filter : filters) {
            switch (filter) {
                case Filter.Within f -> windows.add(f);
                case Filter.Between f -> windows.add(f);
                case Filter.Where f -> others.add(f);
                case Filter.ExcludeSources f -> others.add(f);
                case Filter.ExpiresAfter f -> others.add(f);
            }
        }
        windows.addAll(others);
        return windows;
    }

    /** The events, in order of time. Around an event, only those strictly after it are children. */
    List<Occurrence> of(Scope scope) {
        List<Occurrence> all = scope.subject().events(name);
        int end = firstAfter(all, scope.now());
        if (end < all.size()) {
            scope.asking().changesAt(all.get(end).at());
        }
        Occurrence parent = scope.event();
        int start = parent == null ? 0 : Math.min(end, firstAfter(all, parent.at()));
        List<Occurrence> left = all.subList(start, end);
        for (Step step : steps) {
            if (left.isEmpty()) {
                return left;
            }
            left = step.keep(left, scope);
        }
        return left;
    }

    private static Step step(Filter filter) {
        return switch (filter) {
            case Filter.Where(Condition condition) -> where(condition);
            case Filter.Within(boolean ofParent, Span span) -> ofParent
                    ? afterParent(Duration.ZERO, span.duration())
                    : beforeNow(Duration.ZERO, span.duration());
            case Filter.Between(boolean ofParent, Span from, Span to) -> ofParent
                    ? afterParent(from.duration(), to.duration())
                    : beforeNow(from.duration(), to.duration());
            case Filter.ExpiresAfter(Span span) -> session(span.duration());
            case Filter.ExcludeSources(List<String> sources) -> {
                Set<String> excluded = Set.copyOf(sources);
                yield (events, scope) -> events.stream()
                        .filter(event -> !excluded.contains(event.values().get(Occurrence.SOURCE_ID))).toList();
            }
        };
    }

    private static Step where(Condition condition) {
        Evaluator.Test test = Evaluator.test(condition);
        return (events, scope) -> {
            List<Occurrence> kept = new ArrayList<>(events.size());
            for (Occurrence event : events) {
                // Seen from the children of this event, it is the one at hand; its own parent is out of their sight.
                if (test.holds(scope.at(event, scope.event()))) {
                    kept.add(event);
                }
            }
            return kept;
        };
    }

    /** {@code now - most <= at <= now - least}. */
    private static Step beforeNow(Duration least, Duration most) {
        return (events, scope) -> {
            int from = firstAt(events, scope.now().minus(most));
            int to = Math.max(from, firstAfter(events, scope.now().minus(least)));
            if (from < to) {
                scope.asking().changesAfter(events.get(from).at().plus(most));
            }
            if (to < events.size()) {
                scope.asking().changesAt(events.get(to).at().plus(least));
            }
            return events.subList(from, to);
        };
    }

    private static Step afterParent(Duration least, Duration most) {
        return (events, scope) -> {
            Occurrence parent = scope.event();
            if (parent == null) {
                return List.of();
            }
            int from = firstAt(events, parent.at().plus(least));
            return events.subList(from, Math.max(from, firstAfter(events, parent.at().plus(most))));
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

    /** The index of the first event at or after an instant. */
    private static int firstAt(List<Occurrence> events, Instant at) {
        return search(events, at, false);
    }

    /** The index of the first event strictly after an instant. */
    private static int firstAfter(List<Occurrence> events, Instant at) {
        return search(events, at, true);
    }

    private static int search(List<Occurrence> events, Instant at, boolean strictly) {
        int low = 0;
        int high = events.size();
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
