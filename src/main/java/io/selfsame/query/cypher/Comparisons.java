package io.selfsame.query.cypher;

import io.selfsame.query.Comparator;
import io.selfsame.query.Comparator.Op;
import io.selfsame.query.Operand;
import io.selfsame.query.Span;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Comparators as expressions. Each is true exactly where the query means true, and null or false otherwise: Cypher leaves
 * most of what is missing or of another kind open. Not thread safe.
 */
final class Comparisons {

    private final Names names;
    private final Equality equality;
    private final Dates dates;

    Comparisons(Names names) {
        this.names = names;
        this.equality = new Equality(names);
        this.dates = new Dates(names);
    }

    /**
     * A value and what it is compared with.
     *
     * @param read reads an operand that is no literal
     */
    Truth of(Value value, Comparator comparator, Function<Operand, Value> read) {
        return switch (comparator) {
            case Comparator.Exists c -> value.mayBeMissing() ? Truth.of(value.text() + " IS NOT NULL") : Truth.TRUE;
            case Comparator.Absent c -> value.mayBeMissing() ? Truth.of(value.text() + " IS NULL") : Truth.FALSE;
            case Comparator.Compare(Op op, Operand.Literal literal) -> compare(value, op, literal.value());
            case Comparator.Compare(Op op, Operand with) -> compare(value, op, read.apply(with));
            case Comparator.Contains(var texts) -> any(value, one -> contains(one, texts, "CONTAINS"));
            case Comparator.Omits(var texts) -> none(value, one -> contains(one, texts, "CONTAINS"));
            case Comparator.StartsWith(String text) -> any(value, one -> contains(one, List.of(text), "STARTS WITH"));
            case Comparator.EndsWith(String text) -> any(value, one -> contains(one, List.of(text), "ENDS WITH"));
            case Comparator.OneOf(var literals) -> any(value, one -> equality.oneOf(one, literals));
            case Comparator.NoneOf(var literals) -> none(value, one -> equality.oneOf(one, literals));
            case Comparator.BeforeDate(Operand.Literal date) -> any(value, one -> dates.compare(one, "<", date));
            case Comparator.BeforeDate(Operand date) ->
                pairs(value, read.apply(date), (a, b) -> dates.compare(a, "<", b));
            case Comparator.AfterDate(Operand.Literal date) -> any(value, one -> dates.compare(one, ">", date));
            case Comparator.AfterDate(Operand date) ->
                pairs(value, read.apply(date), (a, b) -> dates.compare(a, ">", b));
            case Comparator.WithinLast(Span span) -> any(value, one -> dates.withinLast(one, span));
            case Comparator.WithinNext(Span span) -> any(value, one -> dates.withinNext(one, span));
            case Comparator.BeforeLast(Span span) -> any(value, one -> dates.beforeLast(one, span));
            case Comparator.AfterNext(Span span) -> any(value, one -> dates.afterNext(one, span));
        };
    }

    /** A number that is never missing, or any other expression that Cypher decides as the query does. */
    Truth number(String expression, String hint, Op op, Number number) {
        return Truth.of(expression + " " + Equality.symbol(op) + " "
                + equality.parameter(new Value(expression, Value.Kind.COUNT, hint), op, number));
    }

    private Truth compare(Value left, Op op, Value right) {
        return switch (op) {
            case EQUALS -> pairs(left, right, equality::equal);
            case DIFFERS ->
                Truth.and(List.of(present(left), present(right), pairs(left, right, equality::equal).not()));
            case GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST -> pairs(left, right, (a, b) -> equality.order(a, op, b));
        };
    }

    private Truth pairs(Value left, Value right, BiFunction<Value, Value, Truth> truth) {
        return any(left, a -> any(right, b -> truth.apply(a, b)));
    }

    private Truth compare(Value value, Op op, Object literal) {
        return switch (op) {
            case DIFFERS -> value.kind() != Value.Kind.LIST && equality.isPlain(literal)
                    ? Truth.open(value.text() + " <> " + equality.parameter(value, op, literal))
                    : none(value, one -> equality.equal(one, literal));
            case EQUALS -> any(value, one -> equality.equal(one, literal));
            case GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST -> any(value, one -> equality.order(one, op, literal));
        };
    }

    /** One of the texts is in the text of a scalar. */
    private Truth contains(Value one, List<String> texts, String operator) {
        String text = text(one, texts);
        String name = switch (operator) {
            case "STARTS WITH" -> "startsWith";
            case "ENDS WITH" -> "endsWith";
            default -> "contains";
        };
        Object value = texts.size() == 1 ? texts.getFirst() : texts;
        String parameter = names.parameter(Names.joined(one.hint(), name), value);
        return Truth.open(texts.size() == 1
                ? text + " " + operator + " " + parameter
                : "any(part IN " + parameter + " WHERE " + text + " " + operator + " part)");
    }

    /** Most texts cannot be part of a number, and then numbers need not become texts: to Cypher they contain nothing. */
    private static String text(Value one, List<String> texts) {
        boolean number = !one.mayBeText() || texts.stream().anyMatch(Texts::likeNumber);
        if (number && one.kind() == Value.Kind.TRAIT) {
            return Texts.of(one);
        }
        return number || texts.stream().anyMatch(Texts::likeBoolean) ? Texts.of(one.text()) : one.text();
    }

    /** True if it is of the value, or of one element of a list. */
    private Truth any(Value value, Function<Value, Truth> truth) {
        if (value.kind() != Value.Kind.LIST) {
            return truth.apply(value);
        }
        Value one = element(value);
        return Truth.open("any(" + one.text() + " IN " + value.text() + " WHERE " + truth.apply(one).text() + ")");
    }

    /** True if there is a value, and it is not true of it or of any element. */
    private Truth none(Value value, Function<Value, Truth> truth) {
        if (value.kind() != Value.Kind.LIST) {
            Truth not = truth.apply(value).not();
            return value.mayBeMissing() ? Truth.and(List.of(present(value), not)) : not;
        }
        Value one = element(value);
        return Truth.open("none(" + one.text() + " IN " + value.text() + " WHERE " + truth.apply(one).decided().text()
                + ")");
    }

    private Value element(Value list) {
        return new Value(names.variable(list.hint(), "Element"), Value.Kind.SCALAR, list.hint());
    }

    private static Truth present(Value value) {
        return value.mayBeMissing() ? Truth.of(value.text() + " IS NOT NULL") : Truth.TRUE;
    }
}
