package io.selfsame.compute.evaluate;

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
 * {@code event('…')} with its filters: selects events. Windows leave a stretch of the events, which two binary searches find. In a
 * condition on another event, other filters are evaluated once for each event of the stretch, unless they refer to a parent event.
 * With a session the order of filters matters, so each is applied to what the one before has left. Immutable.
 */
final class EventSelection {

    private final String name;
    private final List<EventWindow> windows;
    private final List<Evaluator.Test> picks;
    private final boolean relative;
    private final Optional<List<SelectionStep>> inOrder;

    /** Takes events in order of time, and returns the selected ones in this order. */
    private interface SelectionStep {
        List<PersonEvent> keep(List<PersonEvent> events, EvaluationContext context);
    }

    EventSelection(Events events) {
        this.name = events.name();
        boolean session = events.filters().stream().anyMatch(Filter.ExpiresAfter.class::isInstance);
        this.inOrder = session
                ? Optional.of(events.filters().stream().map(EventSelection::step).toList())
                : Optional.empty();
        List<EventWindow> cut = new ArrayList<>();
        List<Evaluator.Test> pick = new ArrayList<>();
        boolean looksUp = false;
        if (!session) {
            for (Filter filter : events.filters()) {
                EventWindow.of(filter).ifPresent(cut::add);
                pick(filter).ifPresent(pick::add);
                looksUp |= filter instanceof Filter.Where(Condition condition)
                        && ParentReferences.isAskedFor(condition, 0);
            }
        }
        this.windows = List.copyOf(cut);
        this.picks = List.copyOf(pick);
        this.relative = looksUp;
    }

    /**
     * The selected events, in order of time. In a condition on a parent event only later events are selected; of events with the same
     * timestamp, those that came later.
     */
    List<PersonEvent> of(EvaluationContext context) {
        List<PersonEvent> all = context.events(name);
        EventWindow.Stretch stretch = stretch(all, context);
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

    /** The number of selected events. */
    long count(EvaluationContext context) {
        if (inOrder.isPresent()) {
            return of(context).size();
        }
        List<PersonEvent> all = context.events(name);
        EventWindow.Stretch stretch = stretch(all, context);
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

    /** Without a parent event each event is tested once anyway. */
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

    /** The events up to now, after the parent event, that are in all windows. */
    private EventWindow.Stretch stretch(List<PersonEvent> all, EvaluationContext context) {
        context.clock().steps(1);
        int end = EventWindow.firstAfter(all, new EventWindow.Stretch(0, all.size()), context.now());
        if (end < all.size()) {
            context.clock().changesAt(all.get(end).at());
        }
        PersonEvent parent = context.event();
        var stretch = new EventWindow.Stretch(parent == null ? 0 : EventWindow.firstChild(all, end, parent), end);
        for (EventWindow window : windows) {
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
        Optional<EventWindow> window = EventWindow.of(filter);
        if (window.isPresent()) {
            return (events, context) -> {
                EventWindow.Stretch left = window.get().narrow(events, new EventWindow.Stretch(0, events.size()),
                        context);
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
}
