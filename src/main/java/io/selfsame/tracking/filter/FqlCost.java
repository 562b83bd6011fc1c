package io.selfsame.tracking.filter;

/**
 * What it costs to evaluate an expression at worst: how many looks it takes at each character of an event, the largest of which has 32 KB.
 * What takes the same time of every event counts nothing; the length of the expression bounds that. Pure.
 */
final class FqlCost {

    private FqlCost() {}

    static int of(Fql expression) {
        return switch (expression) {
            case Fql.And(var all) -> all.stream().mapToInt(FqlCost::of).sum();
            case Fql.Or(var any) -> any.stream().mapToInt(FqlCost::of).sum();
            case Fql.Not(Fql negated) -> of(negated);
            case Fql.Compare(Fql left, Fql.Operator operator, Fql right) -> of(left) + of(right)
                    + (left instanceof Fql.Literal || right instanceof Fql.Literal ? 0 : 2);
            case Fql.In(Fql value, Fql list) -> of(value) + of(list)
                    + (list instanceof Fql.Literal(var values) ? values.size() / 50 : 2);
            case Fql.Match(Fql text, Glob pattern) -> of(text) + pattern.cost();
            // The JDK compares some at once.
            case Fql.Contains(Fql text, String part) -> of(text) + 1 + part.length() / 4;
            case Fql.Field field -> 0;
            case Fql.Literal literal -> 0;
            case Fql.Call(Fql.Function function, Fql argument) -> of(argument) + of(function);
        };
    }

    private static int of(Fql.Function function) {
        return switch (function) {
            case TYPEOF, BOOL, NUMBER -> 0;
            case SNAKECASE, KEBABCASE -> 1;
            case LENGTH, LOWERCASE, UPPERCASE -> 2;
            case STRING -> 10;
            case TITLECASE -> 20;
        };
    }
}
