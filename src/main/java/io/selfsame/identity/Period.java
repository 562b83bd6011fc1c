package io.selfsame.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The sliding time over which values of a type count towards its limit. Days are 24 hours. */
public enum Period {
    EVER(0),
    DAILY(1),
    WEEKLY(7),
    MONTHLY(30),
    ANNUALLY(365);

    private final int days;

    Period(int days) {
        this.days = days;
    }

    /** How far back values count; empty for {@link #EVER}. */
    public Optional<Duration> length() {
        return this == EVER ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }

    /** Whether a value linked at {@code since} counts for an event at {@code at}: within the period up to it, or later. */
    boolean counts(Instant since, Instant at) {
        return this == EVER || !since.isBefore(at.minus(Duration.ofDays(days)));
    }

    /** The name on the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Period> of(String text) {
        for (Period period : values()) {
            if (period.text().equals(text)) {
                return Optional.of(period);
            }
        }
        return Optional.empty();
    }
}
