package io.selfsame.identity;

import java.util.Locale;
import java.util.Optional;

/** Which of several profiles' values of one trait a merged person shows. */
public enum TraitPolicy {
    /** The value with the latest timestamp; of equals, the one committed last. The default. */
    NEWEST,
    /** The value with the earliest timestamp. */
    OLDEST,
    /** The value of the profile that was created first. */
    FIRST_SEEN_PROFILE,
    /** The largest number, or the last string of the alphabet. */
    MAX,
    /** The smallest number, or the first string of the alphabet. */
    MIN,
    /** Every distinct value, as one list; lists are joined. */
    UNION;

    /** The name on the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<TraitPolicy> of(String text) {
        for (TraitPolicy policy : values()) {
            if (policy.text().equals(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
