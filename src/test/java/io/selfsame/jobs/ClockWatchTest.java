package io.selfsame.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Duration clock = Duration.ofDays(20_000);
    private Duration ticks = Duration.ofSeconds(-5);
    private final List<Duration> jumps = new ArrayList<>();
    private final ClockWatch watch = new ClockWatch(() -> Instant.EPOCH.plus(clock), () -> ticks.toNanos(),
            jumps::add);

    @Test
    void jumpsAreToldOnceAndByHowMuch() {
        pass(SECOND, SECOND);
        pass(SECOND, SECOND.minusHours(1));
        pass(SECOND, SECOND);
        pass(SECOND, SECOND.plusMinutes(1));
        pass(SECOND, SECOND);
        assertEquals(List.of(Duration.ofHours(-1), Duration.ofMinutes(1)), jumps);
    }

    @Test
    void aClockThatIsCorrectedBitByBitAndALookThatComesLateAreNone() {
        for (int i = 0; i < 100; i++) {
            pass(SECOND, Duration.ofMillis(900));
        }
        pass(Duration.ofMinutes(5), Duration.ofMinutes(5));
        assertEquals(List.of(), jumps);
    }

    private void pass(Duration byTicks, Duration byTheClock) {
        ticks = ticks.plus(byTicks);
        clock = clock.plus(byTheClock);
        watch.look();
    }
}
