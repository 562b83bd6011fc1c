package io.selfsame.query;

import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.stream.Stream;

/**
 * Days around today, in which an anniversary may lie: from some days back to some days ahead, both included. A date has one in each year,
 * on its month and day, whatever its own year is; 29 February has it on 28 February in common years. Immutable.
 *
 * @param back of the first day
 * @param ahead of the last day
 */
public record AnniversaryWindow(int back, int ahead) {

    /** A longer window would hold an anniversary of every date. */
    public static final int MAX_DAYS = 365;

    private static final int FEBRUARY = 2;
    private static final int LEAP_DAY = 29;

    /** From today on. */
    public static AnniversaryWindow next(Span days) {
        return new AnniversaryWindow(0, Math.toIntExact(days.amount()));
    }

    /** Up to today. */
    public static AnniversaryWindow last(Span days) {
        return new AnniversaryWindow(Math.toIntExact(days.amount()), 0);
    }

    /** Today alone. */
    public static AnniversaryWindow today() {
        return new AnniversaryWindow(0, 0);
    }

    /**
     * What it says of a date.
     *
     * @param holds whether an anniversary lies in the window
     * @param until the day on which it may be otherwise, if today is that day
     */
    public record Finding(boolean holds, LocalDate until) {}

    /** Whether an anniversary of a date lies in it. */
    public Finding of(LocalDate date, LocalDate today) {
        LocalDate first = today.minusDays(back);
        LocalDate anniversary = in(first.getYear(), date);
        if (anniversary.isBefore(first)) {
            anniversary = in(first.getYear() + 1, date);
        }
        return anniversary.isAfter(today.plusDays(ahead))
                ? new Finding(false, anniversary.minusDays(ahead))
                : new Finding(true, anniversary.plusDays(back + 1L));
    }

    private static LocalDate in(int year, LocalDate date) {
        boolean missing = date.getMonthValue() == FEBRUARY && date.getDayOfMonth() == LEAP_DAY && !Year.isLeap(year);
        return LocalDate.of(year, date.getMonthValue(), date.getDayOfMonth() - (missing ? 1 : 0));
    }

    /** The dates that have an anniversary in it, each as a number: 229 for 29 February. In order. */
    public List<Long> monthsAndDays(LocalDate today) {
        return today.minusDays(back).datesUntil(today.plusDays(ahead + 1L))
                .flatMap(day -> day.getMonthValue() == FEBRUARY && day.getDayOfMonth() == LEAP_DAY - 1
                        && !day.isLeapYear() ? Stream.of(day, LocalDate.of(2000, FEBRUARY, LEAP_DAY)) : Stream.of(day))
                .map(day -> 100L * day.getMonthValue() + day.getDayOfMonth()).distinct().sorted().toList();
    }
}
