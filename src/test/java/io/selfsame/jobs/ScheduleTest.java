package io.selfsame.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
            # seconds, started before, next after
            5         , 1            , 4
            5         , 5            , 0
            5         , 7            , 0
            86400     , 60           , 86340
            """)
    void anIntervalIsFromStartToStart(int seconds, long startedBefore, long nextAfter) {
        assertEquals(Optional.of(NOON.plusSeconds(nextAfter)),
                new Schedule.Every(seconds).next(NOON.minusSeconds(startedBefore), NOON));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "|", textBlock = """
            0 0 3 * * ?        | 2026-03-02T03:00:00Z
            0/10 * * * * ?     | 2026-03-01T12:00:10Z
            0 30 12 ? * MON    | 2026-03-02T12:30:00Z
            0 0 0 1 1 ? 2030   | 2030-01-01T00:00:00Z
            0 0 0 29 2 ?       | 2028-02-29T00:00:00Z
            0 0 0 L * ?        | 2026-03-31T00:00:00Z
            """)
    void cronIsInUtc(String cron, Instant next) {
        assertEquals(Optional.of(next), new Schedule.Cron(cron).next(NOON.minusSeconds(1_000), NOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0 1 1 ? 2020", "0 0 0 30 2 ?"})
    void aTimeThatNeverComes(String cron) {
        assertEquals(Optional.empty(), new Schedule.Cron(cron).next(NOON, NOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "hourly", "* * * * *", "0 0 25 * * ?", "0 0 3 * * *", "0 0 3 ? * FUN",
            "0 0 3 40 * ?",
            "-1 0 3 * * ?", "0 0 3 * * ? 2030 2031 2032", "a b c d e f", "x"})
    void whatIsNoCron(String cron) {
        var refused = assertThrows(IllegalArgumentException.class, () -> new Schedule.Cron(cron));
        assertTrue(String.valueOf(refused.getMessage()).contains("\"0 0 3 * * ?\""), refused::getMessage);
        assertFalse(String.valueOf(refused.getMessage()).contains("Exception"), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "|", textBlock = """
            # schedule      | seconds after the first, second, … failure
            5               | 5 10 20 40 60 60
            1               | 1 2 4 8 16 32 60 60
            60              | 60 60
            7200            | 60 120 240 480 960 1920 3840 7200 7200
            0 0 3 * * ?     | 60 120 240 480 960 1920 3600 3600
            0 1/2 * * * ?   | 60 60
            """)
    void whatFailsIsTriedAgainAfterGrowingPauses(String schedule, String pauses) {
        var settled = schedule.contains("?")
                ? new Schedule.Cron(schedule)
                : new Schedule.Every(Integer.parseInt(schedule));
        int failures = 0;
        for (String pause : pauses.split(" ")) {
            failures++;
            assertEquals(NOON.plusSeconds(Long.parseLong(pause)), settled.retry(failures, NOON), "failure " + failures);
        }
        assertTrue(settled.retry(1_000_000, NOON).isAfter(NOON));
    }

    @Test
    void dailyWorkIsSpreadOverAnHourAndEachSpaceKeepsItsTime() {
        var daily = new Schedule.Daily(LocalTime.of(3, 17));
        var times = new HashSet<Instant>();
        for (int i = 0; i < 100; i++) {
            var space = new SpaceId("space-" + i);
            Instant next = daily.of(space).next(NOON, NOON).orElseThrow();
            Duration after = Duration.between(Instant.parse("2026-03-02T03:17:00Z"), next);
            assertTrue(!after.isNegative() && after.compareTo(Duration.ofHours(1)) < 0, next::toString);
            assertEquals(daily.of(space), daily.of(space));
            times.add(next);
        }
        assertTrue(times.size() > 50, times::toString);
    }
}
