package io.selfsame.compute.evaluate;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How scalar values compare. Numbers do as numbers, two ISO 8601 instants with a zone as instants, other texts by code units;
 * values of different kinds never meet. A mere date that is written in a query is its first moment in UTC, where it meets an
 * instant. Pure.
 */
final class ScalarOrder {

    /** The shortest text that can be an instant: {@code 2026-01-31T12:00Z}. */
    private static final int SHORTEST_INSTANT = 17;
    private static final int LENGTH_OF_DATE = 10;

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

    /** @param written whether the second is written in the query */
    static boolean equal(Object a, Object b, boolean written) {
        if (a instanceof Boolean || b instanceof Boolean) {
            return a.equals(b);
        }
        OptionalInt order = order(a, b, written);
        return order.isPresent() && order.getAsInt() == 0;
    }

    /**
     * Empty if the two have no order.
     *
     * @param written whether the second is written in the query
     */
    static OptionalInt order(Object a, Object b, boolean written) {
        if (a instanceof Number x && b instanceof Number y) {
            return OptionalInt.of(compare(x, y));
        }
        if (a instanceof String x && b instanceof String y) {
            Optional<Instant> i = instant(x);
            Optional<Instant> j = i.isEmpty() ? i : written ? written(y) : instant(y);
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

    /** A whole number as Long where it fits, anything else as Double. */
    static Number number(BigDecimal decimal) {
        try {
            return decimal.longValueExact();
        } catch (ArithmeticException fraction) {
            return decimal.doubleValue();
        }
    }

    /** An ISO 8601 date and time with a zone; empty for anything else. */
    static Optional<Instant> instant(Object value) {
        if (!(value instanceof String text) || text.length() < SHORTEST_INSTANT || text.charAt(4) != '-'
                || text.charAt(LENGTH_OF_DATE) != 'T') {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As {@link #instant}, of what a query says: it may be a date too, which begins at midnight UTC. */
    static Optional<Instant> written(Object value) {
        if (value instanceof String text && text.length() == LENGTH_OF_DATE) {
            try {
                return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return instant(value);
    }
}
