package io.selfsame.query.cypher;

import io.selfsame.query.Comparator.Op;
import io.selfsame.query.Operand;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code = > >= < <=} and {@code IN} between scalars. Cypher compares numbers and texts as the query does; what it does
 * not know is that two texts may be instants, or an instant and a date as written in the query, and that booleans have no order. Not thread safe.
 */
final class Equality {

    private final Names names;

    Equality(Names names) {
        this.names = names;
    }

    /** True if Cypher's own equality with it will do. */
    boolean isPlain(Object literal) {
        return instant(literal).isEmpty();
    }

    private static Optional<ZonedDateTime> instant(Object literal) {
        return literal instanceof String text ? Instants.parseOrDate(text) : Optional.empty();
    }

    String parameter(ValueExpression with, Op op, Object literal) {
        return names.parameter(Names.joined(with.hint(), name(op)), literal);
    }

    static String symbol(Op op) {
        return op == Op.DIFFERS ? "<>" : op.symbol();
    }

    private static String name(Op op) {
        return switch (op) {
            case EQUALS -> "is";
            case DIFFERS -> "isNot";
            case GREATER_THAN -> "above";
            case AT_LEAST -> "atLeast";
            case LESS_THAN -> "below";
            case AT_MOST -> "atMost";
        };
    }

    BooleanExpression equal(ValueExpression one, Object literal) {
        Optional<ZonedDateTime> instant = instant(literal);
        if (instant.isEmpty()) {
            return BooleanExpression.open(one.text() + " = " + parameter(one, Op.EQUALS, literal));
        }
        if (!one.mayBeText()) {
            return BooleanExpression.FALSE;
        }
        // Only an instant can be the same instant; a date may be the same text as well.
        String otherwise = Instants.isDate(literal)
                ? " ELSE " + one.text() + " = " + parameter(one, Op.EQUALS, literal)
                : "";
        return BooleanExpression.open("CASE WHEN " + Instants.is(one.text(), names) + " THEN " + Instants.of(one.text())
                + " = "
                + names.parameter(Names.joined(one.hint(), name(Op.EQUALS) + "Instant"), instant.get()) + otherwise
                + " END");
    }

    BooleanExpression order(ValueExpression one, Op op, Object literal) {
        if (literal instanceof Boolean || one.kind() == ValueExpression.ValueKnowledge.BOOLEAN
                || (literal instanceof String && !one.mayBeText())) {
            return BooleanExpression.FALSE;
        }
        String plain = one.text() + " " + symbol(op) + " " + parameter(one, op, literal);
        return instant(literal)
                .map(instant -> BooleanExpression.open("CASE WHEN " + Instants.is(one.text(), names) + " THEN "
                        + Instants.of(one.text()) + " " + symbol(op) + " "
                        + names.parameter(Names.joined(one.hint(), name(op) + "Instant"), instant) + " ELSE " + plain
                        + " END"))
                .orElseGet(() -> BooleanExpression.open(plain));
    }

    BooleanExpression oneOf(ValueExpression one, List<Operand.Literal> literals) {
        List<Object> plain = new ArrayList<>();
        List<Object> instants = new ArrayList<>();
        literals.forEach(literal -> {
            instant(literal.value()).ifPresent(instants::add);
            if (instant(literal.value()).isEmpty() || Instants.isDate(literal.value())) {
                plain.add(literal.value());
            }
        });
        String isPlain = one.text() + " IN " + names.parameter(Names.joined(one.hint(), "oneOf"), plain);
        if (instants.isEmpty() || !one.mayBeText()) {
            return BooleanExpression.open(isPlain);
        }
        return BooleanExpression.open("CASE WHEN " + Instants.is(one.text(), names) + " THEN " + Instants.of(one.text())
                + " IN "
                + names.parameter(Names.joined(one.hint(), "oneOfInstants"), instants) + " ELSE " + isPlain + " END");
    }

    BooleanExpression equal(ValueExpression a, ValueExpression b) {
        String plain = a.text() + " = " + b.text();
        return BooleanExpression.open(a.mayBeText() && b.mayBeText() ? instants(a, "=", b, plain) : plain);
    }

    BooleanExpression order(ValueExpression a, Op op, ValueExpression b) {
        if (a.kind() == ValueExpression.ValueKnowledge.BOOLEAN || b.kind() == ValueExpression.ValueKnowledge.BOOLEAN) {
            return BooleanExpression.FALSE;
        }
        String plain = a.text() + " " + symbol(op) + " " + b.text();
        return BooleanExpression.open(a.mayBeText() && b.mayBeText()
                ? instants(a, symbol(op), b, "NOT " + a.text() + " IS :: BOOLEAN AND " + plain)
                : plain);
    }

    private String instants(ValueExpression a, String symbol, ValueExpression b, String otherwise) {
        return """
                CASE WHEN %s AND %s
                  THEN %s %s %s
                  ELSE %s END""".formatted(Instants.is(a.text(), names), Instants.is(b.text(), names),
                Instants.of(a.text()), symbol, Instants.of(b.text()), otherwise);
    }
}
