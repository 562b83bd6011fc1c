package io.selfsame.identity.ids;

import com.github.ksuid.Ksuid;

/**
 * The name of a profile, {@code use_} and 27 letters and digits. It never changes, whatever is merged.
 *
 * @param value the whole text, prefix included
 */
public record ProfileId(String value) implements Owner, Comparable<ProfileId> {

    public static final String PREFIX = "use_";

    /** A fresh one; safe from any thread. */
    public static ProfileId next() {
        return new ProfileId(PREFIX + Ksuid.newKsuid());
    }

    @Override
    public int compareTo(ProfileId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
