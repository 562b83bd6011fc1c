package io.selfsame.compute.evaluate;

import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;

/**
 * Whether a condition inside {@code where} depends on a parent of the filtered event: by {@code property(parent: …)} and the
 * like, or by an {@code event(…)} inside it that refers to an event further out than the filtered one. Pure.
 */
final class ParentReferences {

    private ParentReferences() {}

    /** @param depth how many levels further in than the {@code where} of the event in question the condition stands */
    static boolean isAskedFor(Condition condition, int depth) {
        return switch (condition) {
            case Condition.And(var all) -> all.stream().anyMatch(one -> isAskedFor(one, depth));
            case Condition.Or(var any) -> any.stream().anyMatch(one -> isAskedFor(one, depth));
            case Condition.Not(var inner) -> isAskedFor(inner, depth);
            case Condition.AnyUser(var inner) -> isAskedFor(inner, depth);
            case Condition.AllUsers(var inner) -> isAskedFor(inner, depth);
            case Condition.Is(var value, var comparator) -> isAskedFor(value, depth) || isAskedFor(comparator, depth);
        };
    }

    private static boolean isAskedFor(Operand operand, int depth) {
        return switch (operand) {
            case Operand.Field field -> depth < field.of().levels();
            case Operand.Reduction(var events, var reducer) ->
                events.filters().stream().anyMatch(filter -> isAskedFor(filter, depth));
            case Operand.Trait t -> false;
            case Operand.Element e -> false;
            case Operand.CreatedAt c -> false;
            case Operand.Literal l -> false;
        };
    }

    /** Of a filter of an event that is asked for in a condition; windows count from the events around that. */
    private static boolean isAskedFor(Filter filter, int depth) {
        return switch (filter) {
            case Filter.Where(var condition) -> isAskedFor(condition, depth + 1);
            case Filter.Within(var since, var span) -> isAskedFor(since, depth);
            case Filter.Between(var since, var from, var to) -> isAskedFor(since, depth);
            case Filter.BetweenDates f -> false;
            case Filter.After f -> false;
            case Filter.Before f -> false;
            case Filter.During f -> false;
            case Filter.ExpiresAfter f -> false;
            case Filter.ExcludeSources f -> false;
        };
    }

    private static boolean isAskedFor(Filter.Since since, int depth) {
        return switch (since) {
            case NOW, PARENT -> false;
            case GRANDPARENT -> depth < 1;
            case CHAIN -> true;
        };
    }

    private static boolean isAskedFor(Comparator comparator, int depth) {
        return switch (comparator) {
            case Comparator.Compare(var op, var with) -> isAskedFor(with, depth);
            case Comparator.BeforeDate(var date) -> isAskedFor(date, depth);
            case Comparator.AfterDate(var date) -> isAskedFor(date, depth);
            case Comparator.Exists c -> false;
            case Comparator.Absent c -> false;
            case Comparator.Contains c -> false;
            case Comparator.Omits c -> false;
            case Comparator.StartsWith c -> false;
            case Comparator.EndsWith c -> false;
            case Comparator.EqualsIgnoreCase c -> false;
            case Comparator.ContainsIgnoreCase c -> false;
            case Comparator.Matches c -> false;
            case Comparator.CompareVersion c -> false;
            case Comparator.OneOf c -> false;
            case Comparator.NoneOf c -> false;
            case Comparator.InList c -> false;
            case Comparator.NotInList c -> false;
            case Comparator.WithinLast c -> false;
            case Comparator.WithinNext c -> false;
            case Comparator.BeforeLast c -> false;
            case Comparator.AfterNext c -> false;
            case Comparator.AnniversaryWithinNext c -> false;
            case Comparator.AnniversaryWithinLast c -> false;
            case Comparator.AnniversaryToday c -> false;
            case Comparator.During c -> false;
            case Comparator.Has c -> false;
        };
    }
}
