package io.selfsame.query.cypher;

import io.selfsame.query.Comparator;
import io.selfsame.query.Comparator.Op;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Operand.Source;
import io.selfsame.query.Path;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import io.selfsame.query.Reducer.ValueType;
import io.selfsame.query.Span;
import java.util.List;
import java.util.stream.Stream;

/** The tree of a query, written nearly as its text is. */
final class Queries {

    private Queries() {}

    static Operand.Reduction count(String name, Filter... filters) {
        return reduce(new Reducer.Count(), name, filters);
    }

    static Operand.Reduction reduce(Reducer reducer, String name, Filter... filters) {
        return new Operand.Reduction(new Events(name, List.of(filters)), reducer);
    }

    static Filter where(Condition condition) {
        return new Filter.Where(condition);
    }

    static Filter within(Span span) {
        return new Filter.Within(Filter.Since.NOW, span);
    }

    static Filter withinParent(Span span) {
        return new Filter.Within(Filter.Since.PARENT, span);
    }

    static Filter between(Span from, Span to) {
        return new Filter.Between(Filter.Since.NOW, from, to);
    }

    static Filter betweenParent(Span from, Span to) {
        return new Filter.Between(Filter.Since.PARENT, from, to);
    }

    static Filter expiresAfter(Span span) {
        return new Filter.ExpiresAfter(span);
    }

    static Span days(long amount) {
        return new Span(amount, Span.Unit.DAYS);
    }

    static Span hours(long amount) {
        return new Span(amount, Span.Unit.HOURS);
    }

    static Operand.Field property(String path) {
        return new Operand.Field(Source.PROPERTIES, Operand.Whose.EVENT, Path.parse(path));
    }

    static Operand.Field parentProperty(String path) {
        return new Operand.Field(Source.PROPERTIES, Operand.Whose.PARENT, Path.parse(path));
    }

    static Operand.Field context(String path) {
        return new Operand.Field(Source.CONTEXT, Operand.Whose.EVENT, Path.parse(path));
    }

    static Operand.Trait trait(String path) {
        return new Operand.Trait(Path.parse(path));
    }

    static Condition is(Operand left, String symbol, Object right) {
        Op op = Stream.of(Op.values()).filter(one -> one.symbol().equals(symbol)).findFirst().orElseThrow();
        return new Condition.Is(left, new Comparator.Compare(op, operand(right)));
    }

    static Condition is(Operand left, Comparator comparator) {
        return new Condition.Is(left, comparator);
    }

    static Condition some(Operand.Reduction reduction) {
        return is(reduction, ">=", 1);
    }

    static Operand operand(Object value) {
        return switch (value) {
            case Operand operand -> operand;
            case Integer number -> new Operand.Literal(number.longValue());
            default -> new Operand.Literal(value);
        };
    }

    static List<Operand.Literal> literals(Object... values) {
        return Stream.of(values).map(value -> (Operand.Literal) operand(value)).toList();
    }

    static Condition and(Condition... all) {
        return new Condition.And(List.of(all));
    }

    static Condition or(Condition... any) {
        return new Condition.Or(List.of(any));
    }

    static Condition not(Condition condition) {
        return new Condition.Not(condition);
    }

    static Condition any(Condition condition) {
        return new Condition.AnyUser(condition);
    }

    static Condition all(Condition condition) {
        return new Condition.AllUsers(condition);
    }

    static Query audience(Condition condition) {
        return new Query.Membership(condition);
    }

    static Query trait(Operand.Reduction reduction) {
        return new Query.Computation(reduction);
    }

    static Reducer sum(String path) {
        return new Reducer.Sum(property(path));
    }

    static Reducer max(String path, ValueType as) {
        return new Reducer.Max(property(path), as);
    }

    static Reducer min(String path, ValueType as) {
        return new Reducer.Min(property(path), as);
    }

    static Reducer mode(String path, ValueType as, long least) {
        return new Reducer.Mode(property(path), as, least);
    }
}
