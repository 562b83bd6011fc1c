package io.selfsame.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarPeriodTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            today,        2026-03-29T12:00:00Z, Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 2026-03-29T22:00:00Z
            yesterday,    2026-03-30T12:00:00Z, Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 2026-03-30T22:00:00Z
            this_week,    2026-01-04T23:59:59Z, UTC,           2025-12-29T00:00:00Z, 2026-01-05T00:00:00Z, 2026-01-05T00:00:00Z
            last_week,    2026-01-05T00:00:00Z, UTC,           2025-12-29T00:00:00Z, 2026-01-05T00:00:00Z, 2026-01-12T00:00:00Z
            last_month,   2026-03-31T12:00:00Z, UTC,           2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z
            this_quarter, 2026-12-31T12:00:00Z, UTC,           2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z
            last_quarter, 2026-01-31T12:00:00Z, UTC,           2025-10-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z
            last_year,    2026-01-31T12:00:00Z, Asia/Tokyo,    2024-12-31T15:00:00Z, 2025-12-31T15:00:00Z, 2026-12-31T15:00:00Z
            # Clocks go forward at midnight: the day begins at 01:00.
            today,        2026-09-06T12:00:00Z, America/Santiago, 2026-09-06T04:00:00Z, 2026-09-07T03:00:00Z, 2026-09-07T03:00:00Z
            # There was no 30 December 2011.
            yesterday,    2011-12-31T12:00:00Z, Pacific/Apia,  2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z, 2012-01-01T10:00:00Z
            """)
    void goesFromOneMidnightToAnother(String text, Instant now, String zone, Instant from, Instant end, Instant next) {
        var days = CalendarPeriod.of(text).orElseThrow().at(now, ZoneId.of(zone));
        assertEquals(new CalendarPeriod.Days(from, end, next), days);
    }

    /** In Newfoundland clocks were put back at 00:01, to 23:01 of the day before. */
    @Test
    void aDayThatHasBegunDoesNotEndAgain() {
        var zone = ZoneId.of("America/St_Johns");
        Instant midnight = CalendarPeriod.start(LocalDate.of(2009, 11, 1), zone);
        for (int minutes = 0; minutes < 100; minutes++) {
            assertEquals(LocalDate.of(2009, 11, 1), CalendarPeriod.day(midnight.plusSeconds(60L * minutes), zone));
        }
        assertEquals(LocalDate.of(2009, 10, 31), CalendarPeriod.day(midnight.minusMillis(1), zone));
    }

    @Test
    void agreesWithItselfInAnyZone() {
        var random = new Random(7);
        var zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        for (int i = 0; i < 20_000; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            Instant now = Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L));
            Instant at = now.plusSeconds(random.nextLong(-400L * 86_400, 400L * 86_400));
            for (CalendarPeriod period : CalendarPeriod.values()) {
                String text = period + " at " + now + " in " + zone + " of " + at;
                var days = period.at(now, zone);
                assertTrue(now.isBefore(days.next()) && !days.from().isAfter(now), text);
                assertTrue(Duration.between(days.from(), now).compareTo(period.reach()) <= 0, text);
                Instant begins = period.begins(at, zone);
                assertEquals(days.contains(at), !now.isBefore(begins) && !at.isBefore(days.from()), text);
            }
        }
    }
}
