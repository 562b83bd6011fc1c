package io.selfsame.query.cypher;

import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Filter;
import io.selfsame.query.Moment;
import io.selfsame.query.Span;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Windows of time as conditions on the timestamp of an event, edges included. Not thread safe. */
final class Windows {

    /** Longer than any two instants that data can hold lie apart; a longer span would leave what Cypher can count. */
    private static final Duration LONGEST = Duration.ofDays(8_000_000);

    private final Names names;
    private final Target target;

    Windows(Names names, Target target) {
        this.names = names;
        this.target = target;
    }

    /** A parameter, {@code $days7}. */
    String span(Span span) {
        Duration length;
        try {
            length = span.duration();
        } catch (ArithmeticException tooLong) {
            length = LONGEST;
        }
        String name = span.unit().name().toLowerCase(Locale.ROOT) + span.amount();
        return names.parameter(name.replace('-', '_'), length.compareTo(LONGEST) > 0 ? LONGEST : length);
    }

    /** The window of a filter that has one, seen from now; empty if it is about something else. */
    Optional<String> ofNow(Filter filter, String event) {
        return switch (filter) {
            case Filter.Within(boolean ofParent, Span span) -> ofParent
                    ? Optional.empty()
                    : Optional.of("$now - " + span(span) + " <= " + event + ".timestamp <= $now");
            case Filter.Between(boolean ofParent, Span from, Span to) -> ofParent
                    ? Optional.empty()
                    : Optional.of("$now - " + span(to) + " <= " + event + ".timestamp <= $now - " + span(from));
            case Filter.BetweenDates f -> Optional.empty();
            case Filter.After f -> Optional.empty();
            case Filter.Before f -> Optional.empty();
            case Filter.During f -> Optional.empty();
            case Filter.Where f -> Optional.empty();
            case Filter.ExpiresAfter f -> Optional.empty();
            case Filter.ExcludeSources f -> Optional.empty();
        };
    }

    /**
     * The window of a filter that has one, seen from the parent event.
     *
     * @throws IllegalArgumentException if there is no parent
     */
    Optional<String> ofParent(Filter filter, String event, Optional<String> parent) {
        return switch (filter) {
            case Filter.Within(boolean ofParent, Span span) -> ofParent
                    ? Optional.of(event + ".timestamp <= " + after(parent, span))
                    : Optional.empty();
            case Filter.Between(boolean ofParent, Span from, Span to) -> ofParent
                    ? Optional.of(after(parent, from) + " <= " + event + ".timestamp <= " + after(parent, to))
                    : Optional.empty();
            case Filter.BetweenDates f -> Optional.empty();
            case Filter.After f -> Optional.empty();
            case Filter.Before f -> Optional.empty();
            case Filter.During f -> Optional.empty();
            case Filter.Where f -> Optional.empty();
            case Filter.ExpiresAfter f -> Optional.empty();
            case Filter.ExcludeSources f -> Optional.empty();
        };
    }

    /** The dates of a filter that has some; empty if it is about something else. */
    Optional<String> ofDates(Filter filter, String event) {
        return switch (filter) {
            case Filter.BetweenDates(Moment from, Moment to) ->
                Optional.of(date("from", from) + " <= " + event + ".timestamp <= " + date("to", to));
            case Filter.After(Moment from) -> Optional.of(event + ".timestamp >= " + date("from", from));
            case Filter.Before(Moment end) -> Optional.of(event + ".timestamp < " + date("before", end));
            case Filter.During(CalendarPeriod period) -> Optional.of(days(period, event + ".timestamp"));
            case Filter.Within f -> Optional.empty();
            case Filter.Between f -> Optional.empty();
            case Filter.Where f -> Optional.empty();
            case Filter.ExpiresAfter f -> Optional.empty();
            case Filter.ExcludeSources f -> Optional.empty();
        };
    }

    /** Whether an expression lies in a period. When that is follows from $now and the time zone, and so stands in parameters. */
    String days(CalendarPeriod period, String at) {
        CalendarPeriod.Days days = period.at(target.now(), target.zone());
        String name = Names.camel(period.text());
        return names.parameter(name + "Begins", days.from().atZone(ZoneOffset.UTC)) + " <= " + at + " < "
                + names.parameter(name + "Ends", days.end().atZone(ZoneOffset.UTC));
    }

    private String date(String name, Moment moment) {
        return names.parameter(name, moment.instant().atZone(ZoneOffset.UTC));
    }

    private String after(Optional<String> parent, Span span) {
        return parent.orElseThrow(() -> new IllegalArgumentException("A window of the parent stands in a where"))
                + ".timestamp + " + span(span);
    }
}
