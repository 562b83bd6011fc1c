package io.selfsame.query.cypher;

import io.selfsame.query.AnniversaryWindow;
import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Operand;
import io.selfsame.query.Span;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code before_date}, {@code within_last} and their like. A value that is no instant meets none. Not thread safe. */
final class DateCompiler {

    private final Names names;
    private final List<String> gaps;
    private final Windows windows;
    private final Target target;

    DateCompiler(Names names, Target target, List<String> gaps) {
        this.names = names;
        this.gaps = gaps;
        this.windows = new Windows(names, target);
        this.target = target;
    }

    BooleanExpression compare(ValueExpression one, String symbol, Operand.Literal literal) {
        Optional<ZonedDateTime> date = Instants.time(literal.value());
        return date.isEmpty()
                ? BooleanExpression.FALSE
                : test(one, at -> at + " " + symbol + " "
                        + names.parameter(Names.joined(one.hint(), symbol.equals("<") ? "before" : "after"),
                                date.get()));
    }

    BooleanExpression compare(ValueExpression a, String symbol, ValueExpression b) {
        return test(a, left -> test(b, right -> left + " " + symbol + " " + right).text());
    }

    BooleanExpression withinLast(ValueExpression one, Span span) {
        return test(one, at -> "$now - " + windows.span(span) + " <= " + at + " <= $now");
    }

    BooleanExpression withinNext(ValueExpression one, Span span) {
        return test(one, at -> "$now <= " + at + " <= $now + " + windows.span(span));
    }

    BooleanExpression beforeLast(ValueExpression one, Span span) {
        return test(one, at -> at + " <= $now - " + windows.span(span));
    }

    BooleanExpression afterNext(ValueExpression one, Span span) {
        return test(one, at -> at + " >= $now + " + windows.span(span));
    }

    BooleanExpression during(ValueExpression one, CalendarPeriod period) {
        return test(one, at -> windows.days(period, at));
    }

    /** The months and days on which a date must fall follow from $now and the time zone, and so stand in a parameter. */
    BooleanExpression anniversary(ValueExpression one, AnniversaryWindow window) {
        if (one.kind() == ValueExpression.ValueKnowledge.BOOLEAN) {
            return BooleanExpression.FALSE;
        }
        Instants.note(gaps, one);
        ZoneId zone = target.zone();
        String wanted = names.parameter("anniversaries",
                window.monthsAndDays(CalendarPeriod.day(target.now(), zone)));
        String at = names.fresh("at");
        String day = names.fresh("day");
        String ofInstant = "any(" + day + " IN [" + at + " IN [" + Instants.read(one, names) + "]\n    WHERE " + at
                + " IS NOT NULL | " + Instants.day(at, zone, names) + "]\n    WHERE " + day + ".month * 100 + " + day
                + ".day IN " + wanted + ")";
        return BooleanExpression.open(one.mayBeText()
                ? "CASE WHEN " + Instants.isDay(one.text(), names) + "\n  THEN toInteger(substring(" + one.text()
                        + ", 5, 2) + substring(" + one.text() + ", 8, 2)) IN " + wanted + "\n  ELSE " + ofInstant
                        + " END"
                : ofInstant);
    }

    private BooleanExpression test(ValueExpression one, UnaryOperator<String> test) {
        if (one.kind() == ValueExpression.ValueKnowledge.BOOLEAN) {
            return BooleanExpression.FALSE;
        }
        Instants.note(gaps, one);
        return BooleanExpression.open(test.apply(Instants.read(one, names)));
    }
}
