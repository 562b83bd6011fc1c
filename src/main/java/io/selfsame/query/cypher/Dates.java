package io.selfsame.query.cypher;

import io.selfsame.query.Operand;
import io.selfsame.query.Span;
import java.time.ZonedDateTime;
import java.util.Optional;

/** {@code before_date}, {@code within_last} and their like. A value that is no full instant meets none. Not thread safe. */
final class Dates {

    private final Names names;
    private final Windows windows;

    Dates(Names names) {
        this.names = names;
        this.windows = new Windows(names);
    }

    Truth compare(Value one, String symbol, Operand.Literal literal) {
        Optional<ZonedDateTime> date = literal.value() instanceof String text
                ? Instants.parseOrDate(text)
                : Optional.empty();
        return date.map(at -> when(one, Instants.of(one.text()) + " " + symbol + " "
                + names.parameter(Names.joined(one.hint(), symbol.equals("<") ? "before" : "after"), at)))
                .orElse(Truth.FALSE);
    }

    Truth compare(Value a, String symbol, Value b) {
        if (!a.mayBeText() || !b.mayBeText()) {
            return Truth.FALSE;
        }
        return Truth.open("CASE WHEN " + Instants.is(a.text(), names) + " AND " + Instants.is(b.text(), names)
                + " THEN " + Instants.of(a.text()) + " " + symbol + " " + Instants.of(b.text()) + " END");
    }

    Truth withinLast(Value one, Span span) {
        return when(one, "$now - " + windows.span(span) + " <= " + Instants.of(one.text()) + " <= $now");
    }

    Truth withinNext(Value one, Span span) {
        return when(one, "$now <= " + Instants.of(one.text()) + " <= $now + " + windows.span(span));
    }

    Truth beforeLast(Value one, Span span) {
        return when(one, Instants.of(one.text()) + " < $now - " + windows.span(span));
    }

    Truth afterNext(Value one, Span span) {
        return when(one, Instants.of(one.text()) + " > $now + " + windows.span(span));
    }

    private Truth when(Value one, String test) {
        return one.mayBeText()
                ? Truth.open("CASE WHEN " + Instants.is(one.text(), names) + " THEN " + test + " END")
                : Truth.FALSE;
    }
}
