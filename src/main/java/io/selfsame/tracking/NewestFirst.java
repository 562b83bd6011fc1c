package io.selfsame.tracking;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * A place in a list that begins with the newest.
 *
 * @param at when it came
 * @param key tells those of one instant apart
 */
record NewestFirst(Instant at, String key) {

    /** The newest comes first. */
    static final NewestFirst START = new NewestFirst(Instant.parse("9999-12-31T00:00:00Z"), "");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    static NewestFirst parse(String text) {
        int bar = Math.max(0, text.indexOf('|'));
        return new NewestFirst(ordinary(Instant.parse(text.substring(0, bar))), text.substring(bar + 1));
    }

    /** The database does not take every instant. */
    private static Instant ordinary(Instant at) {
        if (at.isBefore(FIRST) || at.isAfter(START.at())) {
            throw new DateTimeException("Nothing is received then");
        }
        return at;
    }

    String text() {
        return at + "|" + key;
    }
}
