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
            case Filter.Within(Filter.Since since, Span span) -> since != Filter.Since.NOW
                    ? Optional.empty()
                    : Optional.of("$now - " + span(span) + " <= " + event + ".timestamp <= $now");
            case Filter.Between(Filter.Since since, Span from, Span to) -> since != Filter.Since.NOW
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
     * The window of a filter that has one, seen from an event around.
     *
     * @param around of the condition that the events are asked for in
     * @throws IllegalArgumentException if there is no such event
     */
    Optional<String> ofEvent(Filter filter, String event, ConditionScope around) {
        return switch (filter) {
            case Filter.Within(Filter.Since since, Span span) -> since(since, around)
                    .map(start -> event + ".timestamp <= " + after(start, span));
            case Filter.Between(Filter.Since since, Span from, Span to) -> since(since, around)
                    .map(start -> after(start, from) + " <= " + event + ".timestamp <= " + after(start, to));
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

    private static Optional<String> since(Filter.Since since, ConditionScope around) {
        return switch (since) {
            case NOW -> Optional.empty();
            case PARENT -> Optional.of(around.up(0));
            case GRANDPARENT -> Optional.of(around.up(1));
            case CHAIN -> Optional.of(around.outermost());
        };
    }

    private String after(String start, Span span) {
        return start + ".timestamp + " + span(span);
    }
}
