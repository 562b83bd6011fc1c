package io.selfsame.query.cypher;

import io.selfsame.query.Comparator.Op;
import io.selfsame.query.Operand;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code = > >= < <=} and {@code IN} between scalars. Cypher compares numbers and texts as the query does; what it does
 * not know is that two texts may be dates or times, and that booleans have no order. Not thread safe.
 */
final class Equality {

    private final Names names;
    private final List<String> gaps;

    Equality(Names names, List<String> gaps) {
        this.names = names;
        this.gaps = gaps;
    }

    /** True if Cypher's own equality with it will do. */
    boolean isPlain(Object literal) {
        return Instants.date(literal).isEmpty();
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
        Optional<ZonedDateTime> instant = Instants.date(literal);
        if (instant.isEmpty()) {
            return BooleanExpression.open(one.text() + " = " + parameter(one, Op.EQUALS, literal));
        }
        if (!one.mayBeText()) {
            return BooleanExpression.FALSE;
        }
        Instants.note(gaps, one);
        // Only a time can be the same instant; one that Cypher does not read may be the same text.
        String otherwise = Instants.isCommon(literal)
                ? ""
                : " ELSE " + one.text() + " = " + parameter(one, Op.EQUALS, literal);
        return BooleanExpression.open("CASE WHEN " + Instants.is(one.text(), names) + "\n  THEN "
                + Instants.of(one.text(), names) + " = "
                + names.parameter(Names.joined(one.hint(), name(Op.EQUALS) + "Instant"), instant.get()) + otherwise
                + " END");
    }

    BooleanExpression order(ValueExpression one, Op op, Object literal) {
        if (literal instanceof Boolean || one.kind() == ValueExpression.ValueKnowledge.BOOLEAN
                || (literal instanceof String && !one.mayBeText())) {
            return BooleanExpression.FALSE;
        }
        String plain = one.text() + " " + symbol(op) + " " + parameter(one, op, literal);
        Optional<ZonedDateTime> date = Instants.date(literal);
        date.ifPresent(at -> Instants.note(gaps, one));
        return date
                .map(instant -> BooleanExpression.open("CASE WHEN " + Instants.is(one.text(), names) + "\n  THEN "
                        + Instants.of(one.text(), names) + " " + symbol(op) + " "
                        + names.parameter(Names.joined(one.hint(), name(op) + "Instant"), instant) + " ELSE " + plain
                        + " END"))
                .orElseGet(() -> BooleanExpression.open(plain));
    }

    /** Constants that values are looked for among: those that Cypher compares by itself, and the instants. */
    record Choices(List<Object> plain, List<Object> instants) {}

    static Choices choices(List<?> literals) {
        List<Object> plain = new ArrayList<>();
        List<Object> instants = new ArrayList<>();
        literals.forEach(literal -> {
            Instants.date(literal).ifPresent(instants::add);
            if (!Instants.isCommon(literal)) {
                plain.add(literal);
            }
        });
        return new Choices(plain, instants);
    }

    BooleanExpression oneOf(ValueExpression one, List<Operand.Literal> literals) {
        return oneOf(one, choices(literals.stream().map(Operand.Literal::value).toList()),
                Names.joined(one.hint(), "oneOf"));
    }

    /** @param name of the parameter */
    BooleanExpression oneOf(ValueExpression one, Choices choices, String name) {
        String isPlain = one.text() + " IN " + names.parameter(name, choices.plain());
        if (choices.instants().isEmpty() || !one.mayBeText()) {
            return BooleanExpression.open(isPlain);
        }
        Instants.note(gaps, one);
        return BooleanExpression.open("CASE WHEN " + Instants.is(one.text(), names) + "\n  THEN "
                + Instants.of(one.text(), names) + " IN "
                + names.parameter(name + "Instants", choices.instants()) + " ELSE " + isPlain + " END");
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
        Instants.note(gaps, a, b);
        return """
                CASE WHEN %s AND %s
                  THEN %s %s %s
                  ELSE %s END""".formatted(Instants.is(a.text(), names), Instants.is(b.text(), names),
                Instants.of(a.text(), names), symbol, Instants.of(b.text(), names), otherwise);
    }
}
