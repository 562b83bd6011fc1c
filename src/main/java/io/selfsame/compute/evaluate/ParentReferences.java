package io.selfsame.compute.evaluate;

import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;

/**
 * Whether what stands in a {@code where} depends on the event around the one that it filters. Only {@code property(parent: …)} and
 * {@code context(parent: …)} of its own do: an {@code event(…)} nested in it sees the one that is filtered, and no further. Pure.
 */
final class ParentReferences {

    private ParentReferences() {}

    static boolean isAskedFor(Condition condition) {
        return switch (condition) {
            case Condition.And(var all) -> all.stream().anyMatch(ParentReferences::isAskedFor);
            case Condition.Or(var any) -> any.stream().anyMatch(ParentReferences::isAskedFor);
            case Condition.Not(var inner) -> isAskedFor(inner);
            case Condition.AnyUser(var inner) -> isAskedFor(inner);
            case Condition.AllUsers(var inner) -> isAskedFor(inner);
            case Condition.Is(var value, var comparator) -> isAskedFor(value) || isAskedFor(comparator);
        };
    }

    private static boolean isAskedFor(Operand operand) {
        return operand instanceof Operand.Field field && field.ofParent();
    }

    private static boolean isAskedFor(Comparator comparator) {
        return switch (comparator) {
            case Comparator.Compare(var op, var with) -> isAskedFor(with);
            case Comparator.BeforeDate(var date) -> isAskedFor(date);
            case Comparator.AfterDate(var date) -> isAskedFor(date);
            case Comparator.Exists c -> false;
            case Comparator.Absent c -> false;
            case Comparator.Contains c -> false;
            case Comparator.Omits c -> false;
            case Comparator.StartsWith c -> false;
            case Comparator.EndsWith c -> false;
            case Comparator.EqualsIgnoreCase c -> false;
            case Comparator.ContainsIgnoreCase c -> false;
            case Comparator.Matches c -> false;
            case Comparator.OneOf c -> false;
            case Comparator.NoneOf c -> false;
            case Comparator.WithinLast c -> false;
            case Comparator.WithinNext c -> false;
            case Comparator.BeforeLast c -> false;
            case Comparator.AfterNext c -> false;
            case Comparator.During c -> false;
        };
    }
}
