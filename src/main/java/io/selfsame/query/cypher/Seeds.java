package io.selfsame.query.cypher;

import io.selfsame.query.Comparator;
import io.selfsame.query.Comparator.Op;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Without which events a query has no result: then those who have one are the only ones to look at, and the index finds
 * them. Pure.
 */
final class Seeds {

    /** Events of a name, within the windows among the filters. */
    record Seed(String name, List<Filter> filters) {}

    private Seeds() {}

    /** Whoever has a result has one of these events; empty if others may have one too. */
    static Optional<List<Seed>> of(Query query) {
        return switch (query) {
            case Query.Membership(Condition condition) -> of(condition);
            case Query.Computation(Operand.Reduction(Events events, Reducer reducer)) ->
                reducer.isZeroOfNothing() ? Optional.empty() : seed(events);
        };
    }

    private static Optional<List<Seed>> of(Condition condition) {
        return switch (condition) {
            case Condition.And(var all) -> all.stream().map(Seeds::of).flatMap(Optional::stream)
                    .min(java.util.Comparator.comparing(Seeds::isUnbounded));
            case Condition.Or(var any) -> {
                List<Optional<List<Seed>>> each = any.stream().map(Seeds::of).toList();
                yield each.stream().allMatch(Optional::isPresent)
                        ? Optional.of(each.stream().flatMap(Optional::stream).flatMap(List::stream).distinct().toList())
                        : Optional.empty();
            }
            case Condition.Not n -> Optional.empty();
            case Condition.AnyUser(var inner) -> of(inner);
            case Condition.AllUsers(var inner) -> of(inner);
            case Condition.Is(Operand.Reduction(Events events, Reducer reducer), var comparator) ->
                isFalseOfNothing(reducer, comparator) ? seed(events) : Optional.empty();
            case Condition.Is i -> Optional.empty();
        };
    }

    private static boolean isUnbounded(List<Seed> seeds) {
        return seeds.stream().anyMatch(seed -> seed.filters().isEmpty());
    }

    private static Optional<List<Seed>> seed(Events events) {
        if (events.isAny()) {
            // Most people have some.
            return Optional.empty();
        }
        List<Filter> windows = new ArrayList<>();
        for (Filter filter : events.filters()) {
            boolean window = switch (filter) {
                case Filter.Within(var since, var span) -> since == Filter.Since.NOW;
                case Filter.Between(var since, var from, var to) -> since == Filter.Since.NOW;
                case Filter.BetweenDates f -> true;
                case Filter.After f -> true;
                case Filter.Before f -> true;
                case Filter.During f -> true;
                case Filter.Where f -> false;
                case Filter.ExpiresAfter f -> false;
                case Filter.ExcludeSources f -> false;
            };
            if (window) {
                windows.add(filter);
            }
        }
        return Optional.of(List.of(new Seed(events.name(), windows)));
    }

    private static boolean isFalseOfNothing(Reducer reducer, Comparator comparator) {
        if (!reducer.isZeroOfNothing()) {
            return !(comparator instanceof Comparator.Absent);
        }
        return comparator instanceof Comparator.Compare(Op op, Operand.Literal(Number number))
                && !holdsOfZero(op, new BigDecimal(number.toString()).signum());
    }

    private static boolean holdsOfZero(Op op, int sign) {
        return switch (op) {
            case EQUALS -> sign == 0;
            case DIFFERS -> sign != 0;
            case GREATER_THAN -> sign < 0;
            case AT_LEAST -> sign <= 0;
            case LESS_THAN -> sign > 0;
            case AT_MOST -> sign >= 0;
        };
    }
}
