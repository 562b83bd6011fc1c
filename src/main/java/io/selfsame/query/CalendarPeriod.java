package io.selfsame.query;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A day, week, month, quarter or year that is told by where it stands to now. Weeks begin on Monday. */
public enum CalendarPeriod {
    TODAY(Unit.DAY, false, 1),
    YESTERDAY(Unit.DAY, true, 2),
    THIS_WEEK(Unit.WEEK, false, 7),
    LAST_WEEK(Unit.WEEK, true, 14),
    THIS_MONTH(Unit.MONTH, false, 31),
    LAST_MONTH(Unit.MONTH, true, 62),
    THIS_QUARTER(Unit.QUARTER, false, 92),
    LAST_QUARTER(Unit.QUARTER, true, 184),
    THIS_YEAR(Unit.YEAR, false, 366),
    LAST_YEAR(
            Unit.YEAR, true, 732);

    private final Unit unit;
    private final boolean last;
    private final int mostDays;

    CalendarPeriod(Unit unit, boolean last, int mostDays) {
        this.unit = unit;
        this.last = last;
        this.mostDays = mostDays;
    }

    private enum Unit {
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR;

        /** Its first day. */
        LocalDate first(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
                case QUARTER -> day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3);
                case YEAR -> day.withDayOfYear(1);
            };
        }

        LocalDate plus(LocalDate day, int some) {
            return switch (this) {
                case DAY -> day.plusDays(some);
                case WEEK -> day.plusWeeks(some);
                case MONTH -> day.plusMonths(some);
                case QUARTER -> day.plusMonths(3L * some);
                case YEAR -> day.plusYears(some);
            };
        }
    }

    /**
     * When it is, seen from an instant.
     *
     * @param from its first moment
     * @param end the first moment after it
     * @param next when it is another one
     */
    public record Days(Instant from, Instant end, Instant next) {

        /** Whether an instant lies in it. */
        public boolean contains(Instant at) {
            return !at.isBefore(from) && at.isBefore(end);
        }
    }

    /** As written: {@code this_month}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(CalendarPeriod::text).toList();
    }

    /** The one of that name. */
    public static Optional<CalendarPeriod> of(String text) {
        return Arrays.stream(values()).filter(period -> period.text().equals(text)).findFirst();
    }

    /** When it is, seen from an instant. */
    public Days at(Instant now, ZoneId zone) {
        LocalDate current = unit.first(day(now, zone));
        Instant next = start(unit.plus(current, 1), zone);
        return last
                ? new Days(start(unit.plus(current, -1), zone), start(current, zone), next)
                : new Days(start(current, zone), next, next);
    }

    /** From when on an instant lies in it, until the period has passed. */
    public Instant begins(Instant at, ZoneId zone) {
        return start(unit.plus(unit.first(day(at, zone)), last ? 1 : 0), zone);
    }

    /** The longest time from its first moment to now; with a day for what clocks are put forward or back. */
    public Duration reach() {
        return Duration.ofDays(mostDays + 1L);
    }

    /** The first moment of a day: midnight, or later where clocks are put forward then. */
    public static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Whether a time zone has put clocks back over midnight, so that they told a day anew that was over. */
    public static boolean repeatsDays(ZoneId zone) {
        return zone.getRules().getTransitions().stream().anyMatch(change -> change.isOverlap() && change
                .getDateTimeAfter().toLocalDate().isBefore(change.getDateTimeBefore().minusNanos(1).toLocalDate()));
    }

    /**
     * The day that an instant lies in, from its first moment to that of the next. Where clocks are put back over midnight, a day that
     * has begun does not end again.
     */
    public static LocalDate day(Instant at, ZoneId zone) {
        LocalDate day = at.atZone(zone).toLocalDate();
        return at.isBefore(start(day.plusDays(1), zone)) ? day : day.plusDays(1);
    }
}
