package io.selfsame.query.text;

import io.selfsame.query.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of units. */
public final class UnitNames {

    private static final Map<String, String> SHORT = Map.of("s", "seconds", "sec", "seconds", "m", "minutes", "min",
            "minutes",
            "h", "hours", "hr", "hours", "d", "days");

    private static final Map<String, String> LONG = Map.of("week", "7 days", "month", "30 days", "year", "365 days");

    private UnitNames() {}

    /** As in {@code days}. */
    public static String name(Span.Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    /** The unit of that name, singular or plural. */
    public static Optional<Span.Unit> unit(String name) {
        return Arrays.stream(Span.Unit.values())
                .filter(unit -> name(unit).equals(name) || name(unit).equals(name + "s")).findFirst();
    }

    /** As written: {@code 1 day}, {@code 7 days}. */
    public static String text(Span span) {
        String name = name(span.unit());
        return span.amount() + " " + (span.amount() == 1 ? name.substring(0, name.length() - 1) : name);
    }

    /** What is wrong with a name that is no unit. */
    public static String unknown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String days = LONG.get(lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower);
        List<String> known = Arrays.stream(Span.Unit.values()).map(UnitNames::name).toList();
        return "'" + Suggest.brief(name) + "' is no unit of time: there are seconds, minutes, hours and days."
                + (days != null
                        ? " A " + lower.replaceFirst("s$", "") + " is " + days + "."
                        : Suggest.didYouMean(
                                SHORT.getOrDefault(lower, lower), known));
    }
}
