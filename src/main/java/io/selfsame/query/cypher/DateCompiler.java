package io.selfsame.query.cypher;

import io.selfsame.query.Operand;
import io.selfsame.query.Span;
import java.time.ZonedDateTime;
import java.util.Optional;

/** {@code before_date}, {@code within_last} and their like. A value that is no full instant meets none. Not thread safe. */
final class DateCompiler {

    private final Names names;
    private final Windows windows;

    DateCompiler(Names names) {
        this.names = names;
        this.windows = new Windows(names);
    }

    BooleanExpression compare(ValueExpression one, String symbol, Operand.Literal literal) {
        Optional<ZonedDateTime> date = literal.value() instanceof String text
                ? Instants.parseOrDate(text)
                : Optional.empty();
        return date.map(at -> when(one, Instants.of(one.text()) + " " + symbol + " "
                + names.parameter(Names.joined(one.hint(), symbol.equals("<") ? "before" : "after"), at)))
                .orElse(BooleanExpression.FALSE);
    }

    BooleanExpression compare(ValueExpression a, String symbol, ValueExpression b) {
        if (!a.mayBeText() || !b.mayBeText()) {
            return BooleanExpression.FALSE;
        }
        return BooleanExpression
                .open("CASE WHEN " + Instants.is(a.text(), names) + " AND " + Instants.is(b.text(), names)
                        + " THEN " + Instants.of(a.text()) + " " + symbol + " " + Instants.of(b.text()) + " END");
    }

    BooleanExpression withinLast(ValueExpression one, Span span) {
        return when(one, "$now - " + windows.span(span) + " <= " + Instants.of(one.text()) + " <= $now");
    }

    BooleanExpression withinNext(ValueExpression one, Span span) {
        return when(one, "$now <= " + Instants.of(one.text()) + " <= $now + " + windows.span(span));
    }

    BooleanExpression beforeLast(ValueExpression one, Span span) {
        return when(one, Instants.of(one.text()) + " < $now - " + windows.span(span));
    }

    BooleanExpression afterNext(ValueExpression one, Span span) {
        return when(one, Instants.of(one.text()) + " > $now + " + windows.span(span));
    }

    private BooleanExpression when(ValueExpression one, String test) {
        return one.mayBeText()
                ? BooleanExpression.open("CASE WHEN " + Instants.is(one.text(), names) + " THEN " + test + " END")
                : BooleanExpression.FALSE;
    }
}
