package io.selfsame.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnniversaryWindowTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # date,     today,      back, ahead, holds, until
            1990-03-29, 2026-03-29, 0,    0,     true,  2026-03-30
            1990-03-29, 2026-03-30, 0,    0,     false, 2027-03-29
            2004-02-29, 2026-02-28, 0,    0,     true,  2026-03-01
            2004-02-29, 2027-03-01, 0,    0,     false, 2028-02-29
            2003-02-28, 2028-02-29, 0,    0,     false, 2029-02-28
            2000-01-01, 2026-12-25, 0,    7,     true,  2027-01-02
            2000-01-01, 2026-12-24, 0,    7,     false, 2026-12-25
            2000-12-31, 2027-01-07, 7,    0,     true,  2027-01-08
            2000-12-31, 2027-01-08, 7,    0,     false, 2027-12-31
            2099-06-15, 2026-06-15, 0,    0,     true,  2026-06-16
            9999-12-31, 2026-12-31, 0,    0,     true,  2027-01-01
            """)
    void findsTheAnniversary(LocalDate date, LocalDate today, int back, int ahead, boolean holds, LocalDate until) {
        assertEquals(new AnniversaryWindow.Finding(holds, until), new AnniversaryWindow(back, ahead).of(date, today));
    }

    /** Day by day over leap years and centuries: it is as it was until the day that it names. */
    @Test
    void namesTheDayOnWhichItIsOtherwise() {
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            int days = random.nextInt(AnniversaryWindow.MAX_DAYS + 1);
            var window = random.nextBoolean() ? new AnniversaryWindow(days, 0) : new AnniversaryWindow(0, days);
            LocalDate date = i % 5 == 0
                    ? LocalDate.of(1904, 2, 29)
                    : LocalDate.ofEpochDay(random.nextInt(-30_000, 60_000));
            LocalDate today = LocalDate.of(2096 + random.nextInt(8), 1, 1);
            var finding = window.of(date, today);
            for (int day = 0; day < 800; day++, today = today.plusDays(1)) {
                var next = window.of(date, today);
                String text = window + " of " + date + " on " + today;
                assertTrue(next.until().isAfter(today), text);
                if (today.isBefore(finding.until())) {
                    assertEquals(finding.holds(), next.holds(), text);
                } else {
                    finding = next;
                }
                assertEquals(next.holds(), window.monthsAndDays(today)
                        .contains(100L * date.getMonthValue() + date.getDayOfMonth()), text);
            }
        }
    }

    @Test
    void knowsTheTimeZonesThatToldADayAnew() {
        assertTrue(CalendarPeriod.repeatsDays(ZoneId.of("America/St_Johns")));
        assertEquals(false, CalendarPeriod.repeatsDays(ZoneId.of("Europe/Berlin")));
    }
}
