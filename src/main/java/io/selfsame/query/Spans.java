package io.selfsame.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of units. */
final class Spans {

    private static final Map<String, String> OTHERS = Map.of("s", "seconds", "m", "minutes", "h", "hours", "d", "days",
            "week", "7 days for a week", "weeks", "7 days for a week", "month", "30 days for a month", "months",
            "30 days for a month", "year", "365 days for a year", "years", "365 days for a year");

    private Spans() {}

    /** As in {@code days}. */
    static String name(Span.Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    /** The unit of that name, singular or plural. */
    static Optional<Span.Unit> unit(String name) {
        return Arrays.stream(Span.Unit.values())
                .filter(unit -> name(unit).equals(name) || name(unit).equals(name + "s")).findFirst();
    }

    /** As written: {@code 1 day}, {@code 7 days}. */
    static String text(Span span) {
        String name = name(span.unit());
        return span.amount() + " " + (span.amount() == 1 ? name.substring(0, name.length() - 1) : name);
    }

    /** What is wrong with a name that is no unit. */
    static String unknown(String name) {
        String other = OTHERS.get(name.toLowerCase(Locale.ROOT));
        List<String> known = Arrays.stream(Span.Unit.values()).map(Spans::name).toList();
        return "'" + name + "' is no unit of time: there are seconds, minutes, hours and days."
                + (other != null ? " Write " + other + "." : Suggest.didYouMean(name, known));
    }
}
