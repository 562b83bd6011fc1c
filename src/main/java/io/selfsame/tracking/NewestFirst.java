package io.selfsame.tracking;

import io.selfsame.json.TimeText;
import java.time.Instant;

/**
 * A place in a list that begins with the newest.
 *
 * @param at when it came
 * @param key tells those of one instant apart
 */
record NewestFirst(Instant at, String key) {

    /** The newest comes first. */
    static final NewestFirst START = new NewestFirst(TimeText.LAST, "");

    static NewestFirst parse(String text) {
        int bar = Math.max(0, text.indexOf('|'));
        return new NewestFirst(TimeText.ours(text.substring(0, bar)), text.substring(bar + 1));
    }

    String text() {
        return at + "|" + key;
    }
}
