package io.selfsame.query;

import java.time.Duration;

/** A length of time as written: {@code 7 days}. A day has 24 hours. Immutable. */
public record Span(long amount, Unit unit) {

    /** What amounts are counted in. */
    public enum Unit {
        SECONDS(Duration.ofSeconds(1)),
        MINUTES(Duration.ofMinutes(1)),
        HOURS(Duration.ofHours(1)),
        DAYS(
                Duration.ofDays(1));

        private final Duration length;

        Unit(Duration length) {
            this.length = length;
        }
    }

    /** How long that is. */
    public Duration duration() {
        return unit.length.multipliedBy(amount);
    }
}
