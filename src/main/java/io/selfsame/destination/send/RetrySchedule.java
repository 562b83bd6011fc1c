package io.selfsame.destination.send;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** When a message is sent again: nine times within about 28 hours. As thread safe as its source of random numbers. */
public final class RetrySchedule {

    private static final List<Duration> WAITS = List.of(Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2),
            Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(10));

    /** A wait is up to so much shorter or longer, so that what failed at once does not come again at once. */
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;

    /** @param random numbers from 0 to 1 */
    RetrySchedule(DoubleSupplier random) {
        this.random = random;
    }

    /** With the random numbers of the thread that asks. Thread safe. */
    public static RetrySchedule standard() {
        return new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * How long to wait before the next attempt; empty if there is none.
     *
     * @param failures attempts that have failed, this one included: 1 or more
     * @param least what the receiver asked for
     */
    public Optional<Duration> next(int failures, Optional<Duration> least) {
        if (failures > WAITS.size()) {
            return Optional.empty();
        }
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        var wait = Duration.ofMillis(Math.round(WAITS.get(failures - 1).toMillis() * factor));
        return Optional.of(least.filter(asked -> asked.compareTo(wait) > 0).orElse(wait));
    }
}
