package io.selfsame.compute.evaluate;

import io.selfsame.json.TimeText;
import io.selfsame.query.CalendarPeriod;
import io.selfsame.query.Cast;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Compares scalar values: numbers as numbers, two texts that are dates or times as instants, and other texts by code units.
 * Values of different kinds are never equal and have no order. Times are read as {@link TimeText} reads them. Pure.
 */
final class ScalarOrder {

    /** The shortest text that can be a date: {@code 2026-01}. */
    private static final int SHORTEST_DATE = 7;
    private static final int YEAR = 4;

    /** For answers that need an order over all kinds: numbers, then texts by code units, then false and true. */
    static final Comparator<Object> ORDER = Comparator.<Object>comparingInt(ScalarOrder::kind).thenComparing((a, b) -> {
        if (a instanceof Number x && b instanceof Number y) {
            return compare(x, y);
        } else if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        return a instanceof Boolean x && b instanceof Boolean y ? Boolean.compare(x, y) : 0;
    });

    private ScalarOrder() {}

    private static int kind(Object value) {
        return value instanceof Number ? 0 : value instanceof String ? 1 : 2;
    }

    static boolean equal(Object a, Object b) {
        if (a instanceof Boolean || b instanceof Boolean) {
            return a.equals(b);
        }
        OptionalInt order = order(a, b);
        return order.isPresent() && order.getAsInt() == 0;
    }

    /** What stands for a value in a set: two values are {@link #equal} if these are. */
    static Object identity(Object value) {
        return switch (value) {
            case Number number -> decimal(number).stripTrailingZeros();
            case String text -> date(text).<Object>map(instant -> instant).orElse(text);
            default -> value;
        };
    }

    /** Empty if the two have no order. */
    static OptionalInt order(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return OptionalInt.of(compare(x, y));
        }
        if (a instanceof String x && b instanceof String y) {
            Optional<Instant> i = date(x);
            Optional<Instant> j = i.isEmpty() ? i : date(y);
            return OptionalInt.of(j.isPresent() ? i.orElseThrow().compareTo(j.get()) : x.compareTo(y));
        }
        return OptionalInt.empty();
    }

    static int compare(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        return decimal(a).compareTo(decimal(b));
    }

    /** The number as it is written in decimal: the double nearest to 0.1 counts as 0.1. */
    static BigDecimal decimal(Number number) {
        return number instanceof Long whole ? BigDecimal.valueOf(whole) : BigDecimal.valueOf(number.doubleValue());
    }

    /** A whole number as Long where it fits, anything else as Double; null if it is beyond what a double holds. */
    static @Nullable Number number(BigDecimal decimal) {
        try {
            return decimal.longValueExact();
        } catch (ArithmeticException fraction) {
            double number = decimal.doubleValue();
            return Double.isFinite(number) ? (Number) number : null;
        }
    }

    /** What a scalar is cast to where numbers are asked for; null if it is none. */
    static @Nullable Number cast(Object value) {
        return Cast.NUMBER.of(value) instanceof Number number ? number : null;
    }

    /** A text that is a date or time with separators, as in a comparison with another text. */
    private static Optional<Instant> date(String text) {
        // Most texts are none, and a look at a few characters is enough to know that.
        boolean like = text.length() >= SHORTEST_DATE && text.charAt(0) >= '0' && text.charAt(0) <= '9'
                && (text.charAt(YEAR) == '-' || text.charAt(YEAR) == 'W'
                        || (text.charAt(YEAR) >= '0' && text.charAt(YEAR) <= '9'));
        return like ? TimeText.iso(text) : Optional.empty();
    }

    /** The calendar day of what is an instant: a date is that day, anything else lies in a day of the time zone. */
    static Optional<LocalDate> day(Object value, ZoneId zone) {
        Optional<LocalDate> date = value instanceof String text ? TimeText.day(text) : Optional.empty();
        return date.isPresent() ? date : instant(value).map(at -> CalendarPeriod.day(at, zone));
    }

    /** An instant where only instants count: a date or time, or an epoch as a number or as digits. */
    static Optional<Instant> instant(Object value) {
        return switch (value) {
            case String text -> TimeText.read(text);
            case Number number -> TimeText.epoch(decimal(number));
            default -> Optional.empty();
        };
    }
}
