package io.selfsame.query.cypher;

import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Span;
import java.util.List;
import java.util.stream.IntStream;

/** Turns {@code event('…')} and its filters into clauses. Not thread safe. */
final class EventRowsCompiler {

    private final Names names;
    private final FieldCompiler fields;
    private final Windows windows;
    private final Conditions conditions;

    EventRowsCompiler(Names names, FieldCompiler fields, Windows windows, Conditions conditions) {
        this.names = names;
        this.fields = fields;
        this.windows = windows;
        this.conditions = conditions;
    }

    /** The events of the scope's subject; inside a {@code where}, those after the event at hand: of one instant, those that came later. */
    EventRows of(Events events, ConditionScope scope) {
        String event = events.isAny() ? names.fresh("anyEvent") : names.variable(events.name(), "Event");
        var clauses = new Clauses("MATCH (" + event + ":Event)");
        clauses.and(event + ".owner IN " + scope.subject().owners());
        clauses.and(event + ".name " + (events.isAny()
                ? "IS NOT NULL"
                : "= " + names.parameter(Names.camel(events.name()), events.name())));
        // Those before the first session commute, and times are what the index knows.
        int first = IntStream.range(0, events.filters().size())
                .filter(i -> events.filters().get(i) instanceof Filter.ExpiresAfter).findFirst()
                .orElse(events.filters().size());
        List<Filter> early = events.filters().subList(0, first);
        if (early.stream().allMatch(filter -> windows.ofNow(filter, event).isEmpty())) {
            clauses.and(event + ".timestamp <= $now");
        }
        scope.event().ifPresent(parent -> {
            clauses.and(event + ".timestamp >= " + parent + ".timestamp");
            clauses.and("(" + event + ".timestamp > " + parent + ".timestamp OR " + event + ".seq > " + parent
                    + ".seq)");
        });
        early.forEach(filter -> window(filter, event, clauses, scope));
        early.forEach(filter -> other(filter, event, clauses, scope));
        String current = event;
        for (Filter filter : events.filters().subList(first, events.filters().size())) {
            window(filter, current, clauses, scope);
            current = other(filter, current, clauses, scope);
        }
        return new EventRows(clauses, names, fields, current);
    }

    private void window(Filter filter, String event, Clauses clauses, ConditionScope scope) {
        windows.ofNow(filter, event).ifPresent(clauses::and);
        windows.ofDates(filter, event).ifPresent(clauses::and);
        windows.ofEvent(filter, event, scope).ifPresent(clauses::and);
    }

    /** Whatever is no window. Gives the variable of the events that are left. */
    private String other(Filter filter, String event, Clauses clauses, ConditionScope scope) {
        return switch (filter) {
            case Filter.Where(var condition) -> {
                conditions.add(condition, scope.inside(event), clauses);
                yield event;
            }
            case Filter.Within w -> event;
            case Filter.Between b -> event;
            case Filter.BetweenDates b -> event;
            case Filter.After a -> event;
            case Filter.Before b -> event;
            case Filter.During d -> event;
            case Filter.ExpiresAfter(Span span) -> session(event, windows.span(span), clauses);
            case Filter.ExcludeSources(var sources) -> {
                clauses.and("NOT coalesce(" + event + ".sourceId IN " + names.parameter("excludedSources", sources)
                        + ", false)");
                yield event;
            }
        };
    }

    /** What follows the last gap that is too long, unless that much has passed since the last event. */
    private String session(String event, String span, Clauses clauses) {
        String all = names.fresh(event + "s");
        String start = names.fresh("sessionStart");
        String inSession = names.fresh(Names.joined(event, "inSession"));
        clauses.then("WITH " + event + " ORDER BY " + event + ".timestamp, " + event + ".seq");
        clauses.then("WITH collect(" + event + ") AS " + all);
        clauses.then("""
                WITH %1$s, coalesce([i IN range(size(%1$s) - 1, 1, -1)
                  WHERE %1$s[i - 1].timestamp + %2$s < %1$s[i].timestamp][0], 0) AS %3$s""".formatted(all, span,
                start));
        clauses.unwind("CASE WHEN %1$s[-1].timestamp + %2$s >= $now THEN %1$s[%3$s..] ELSE [] END"
                .formatted(all, span, start), inSession);
        return inSession;
    }
}
