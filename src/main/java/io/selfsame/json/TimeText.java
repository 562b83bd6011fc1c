package io.selfsame.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as clients, databases and logs write them: ISO 8601 in its forms, what databases print, and epochs. Without a zone a time is
 * UTC; a date is its first moment. Pure.
 */
public final class TimeText {

    /** The first and the last time: what every reader of ours can print and read back with four digits of year. */
    public static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** What is read as a time, in words for callers. */
    public static final String FORMS = "a time in ISO 8601, like 2026-01-31T12:00:00Z, 2026-01-31T13:00:00+01:00 or 2026-01-31,"
            + " or an epoch in seconds, milliseconds or microseconds, of the years 0000 to 9999";

    private static final Duration AHEAD = Duration.ofDays(1);

    /** Longer texts are no times. */
    private static final int LONGEST = 64;

    private static final Pattern DATE = Pattern
            .compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-?W([0-9]{2})(?:-?([1-7]))?"
                    + "|-([0-9]{3})|([0-9]{2})([0-9]{2}))");
    private static final Pattern TIME = Pattern
            .compile("([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2})(?:[.,]([0-9]{1,9})[0-9]*)?)?)?");
    private static final Pattern ZONE = Pattern
            .compile("[Zz]|UTC|GMT|([+\u2212-])([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2}))?)?");
    private static final Pattern WHOLE = Pattern
            .compile("(?<date>[^Tt\\s]+)(?:(?:[Tt]|\\s+)(?<time>[0-9:.,]+)\\s*(?<zone>.*))?");

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,20}(?:\\.[0-9]{1,20})?");

    private static final BigDecimal NANOSECOND = new BigDecimal("1e-9");

    /** Below these an epoch counts seconds, milliseconds, microseconds. */
    private static final BigDecimal SECONDS = new BigDecimal("1e11");
    private static final BigDecimal MILLISECONDS = new BigDecimal("1e14");
    private static final BigDecimal MICROSECONDS = new BigDecimal("1e17");

    private TimeText() {}

    /** The latest time that something can have happened which arrives now; clocks of clients that are wrong say later ones. */
    public static Instant latest(Instant now) {
        return now.plus(AHEAD);
    }

    /** Whether a time lies in the years 0000 to 9999. */
    public static boolean isInRange(Instant at) {
        return !at.isBefore(FIRST) && !at.isAfter(LAST);
    }

    /**
     * A time that we have written ourselves, as in a cursor.
     *
     * @throws DateTimeException if it is none of ours: the database does not take every instant
     */
    public static Instant ours(String text) {
        Instant at = Instant.parse(text);
        if (!isInRange(at)) {
            throw new DateTimeException("Outside the years 0000 to 9999");
        }
        return at;
    }

    /**
     * A time that a caller gives by a name, as {@link #read(JsonNode)}.
     *
     * @throws Invalid with the forms that are read
     */
    public static Instant given(String name, JsonNode value) {
        return read(value).orElseThrow(() -> new Invalid(name + " is " + FORMS));
    }

    /**
     * A time that a caller gives by a name, as {@link #read(String)}.
     *
     * @throws Invalid with the forms that are read
     */
    public static Instant given(String name, String text) {
        return read(text).orElseThrow(() -> new Invalid(name + " is " + FORMS));
    }

    /** A time in JSON: a text, or a number that is an epoch. Empty for anything else, and outside the years 0000 to 9999. */
    public static Optional<Instant> read(JsonNode value) {
        if (value.isTextual()) {
            return read(value.textValue());
        }
        return value.isNumber() ? epoch(value.decimalValue()) : Optional.empty();
    }

    /** A time, or an epoch in decimal. */
    public static Optional<Instant> read(String text) {
        String stripped = text.length() > LONGEST ? "" : text.strip();
        return NUMBER.matcher(stripped).matches() ? epoch(new BigDecimal(stripped)) : iso(stripped);
    }

    /** A time or a date with separators: a text of digits alone is none. */
    public static Optional<Instant> iso(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (text.length() > LONGEST || !whole.matches()) {
            return Optional.empty();
        }
        try {
            Optional<LocalDate> date = date(whole.group("date"), whole.group("time") != null);
            return date.map(day -> whole.group("time") == null
                    ? day.atStartOfDay().toInstant(ZoneOffset.UTC)
                    : at(day, whole.group("time"), whole.group("zone")))
                    .filter(TimeText::isInRange);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A date that stands alone, without a time and a zone; empty if it is anything else. */
    public static Optional<LocalDate> day(String text) {
        String stripped = text.length() > LONGEST ? "" : text.strip();
        try {
            return date(stripped, false).filter(day -> day.getYear() <= LAST.atZone(ZoneOffset.UTC).getYear());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String text, boolean withTime) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(date.group(1));
        if (date.group(4) != null) {
            int day = date.group(5) == null ? 1 : Integer.parseInt(date.group(5));
            return Optional.of(
                    LocalDate.of(year, 1, 4).with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(date.group(4)))
                            .with(WeekFields.ISO.dayOfWeek(), day));
        }
        if (date.group(6) != null) {
            return Optional.of(LocalDate.ofYearDay(year, Integer.parseInt(date.group(6))));
        }
        if (date.group(7) != null) {
            // Eight digits alone are an epoch.
            return withTime
                    ? Optional.of(LocalDate.of(year, Integer.parseInt(date.group(7)), Integer.parseInt(date.group(8))))
                    : Optional.empty();
        }
        if (date.group(3) == null) {
            return withTime ? Optional.empty() : Optional.of(LocalDate.of(year, Integer.parseInt(date.group(2)), 1));
        }
        return Optional.of(LocalDate.of(year, Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3))));
    }

    private static Instant at(LocalDate day, String text, String zone) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new DateTimeException("no time");
        }
        int hour = Integer.parseInt(time.group(1));
        int minute = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
        int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        int nano = time.group(4) == null ? 0 : Integer.parseInt((time.group(4) + "000000000").substring(0, 9));
        boolean endOfDay = hour == 24 && minute == 0 && second == 0 && nano == 0;
        boolean leapSecond = second == 60;
        LocalDateTime local = day.atTime(LocalTime.of(endOfDay ? 0 : hour, minute, leapSecond ? 59 : second, nano))
                .plusDays(endOfDay ? 1 : 0).plusSeconds(leapSecond ? 1 : 0);
        return local.toInstant(offset(zone));
    }

    private static ZoneOffset offset(String text) {
        Matcher zone = ZONE.matcher(text);
        if (text.isEmpty()) {
            return ZoneOffset.UTC;
        }
        if (!zone.matches()) {
            throw new DateTimeException("no zone");
        }
        if (zone.group(1) == null) {
            return ZoneOffset.UTC;
        }
        int sign = zone.group(1).equals("+") ? 1 : -1;
        return ZoneOffset.ofHoursMinutesSeconds(sign * Integer.parseInt(zone.group(2)),
                sign * (zone.group(3) == null ? 0 : Integer.parseInt(zone.group(3))),
                sign * (zone.group(4) == null ? 0 : Integer.parseInt(zone.group(4))));
    }

    /** Seconds, milliseconds or microseconds since 1970, told by their size; 0 and less are what is written for no time. */
    public static Optional<Instant> epoch(BigDecimal number) {
        // Less than a nanosecond is 0, too; with some hundred million places it would also take minutes to round.
        if (number.compareTo(NANOSECOND) < 0 || number.compareTo(MICROSECONDS) >= 0) {
            return Optional.empty();
        }
        int digits = number.compareTo(SECONDS) < 0 ? 9 : number.compareTo(MILLISECONDS) < 0 ? 6 : 3;
        BigDecimal nanos = number.movePointRight(digits).setScale(0, RoundingMode.DOWN);
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        Instant at = Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        return at.isAfter(LAST) ? Optional.empty() : Optional.of(at);
    }
}
