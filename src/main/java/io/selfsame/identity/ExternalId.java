package io.selfsame.identity;

import io.selfsame.json.Invisible;
import io.selfsame.space.SpaceId;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A typed identifier of a person, normalised. Two equal ones are the same identifier.
 *
 * @param type such as {@code user_id}, {@code email}, or a custom one; never holds a colon
 * @param value neither empty nor blank
 */
public record ExternalId(String type, String value) {

    /** Longer values are refused: the database cannot index them, and no real identifier is so long. */
    public static final int MAX_VALUE = 1_000;

    public static final String USER_ID = "user_id";
    public static final String EMAIL = "email";
    public static final String GROUP_ID = "group_id";

    /**
     * Normalises by the type's rule: e-mail is trimmed, lower-cased and composed (NFC), others stay. Empty if there is nothing in the
     * value that somebody could see.
     */
    public static Optional<ExternalId> of(String type, String raw) {
        String value = type.equals(EMAIL) ? email(raw) : raw;
        return Invisible.isBlank(value) ? Optional.empty() : Optional.of(new ExternalId(type, value));
    }

    private static String email(String raw) {
        String lower = Invisible.strip(raw).toLowerCase(Locale.ROOT);
        // Composing takes time that grows with the square of a run of marks. What is so long is refused, composed or not.
        return lower.length() > 4 * MAX_VALUE || Normalizer.isNormalized(lower, Normalizer.Form.NFC)
                ? lower
                : Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    /** Whether a type tells devices and browsers apart, of which a person has many, and not people. */
    static boolean isOfDevice(String type) {
        return type.equals("anonymous_id") || type.equals("ga_client_id") || type.equals("cross_domain_id")
                || type.startsWith("ios.")
                || type.startsWith("android.");
    }

    /** Reads {@code type:value}; the first colon separates. Empty if there is none, or a side is blank. */
    public static Optional<ExternalId> parse(String text) {
        int colon = text.indexOf(':');
        return colon <= 0 ? Optional.empty() : of(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The unique key of this identifier in the graph. */
    public String key(SpaceId space) {
        return space.key(toString());
    }

    @Override
    public String toString() {
        return type + ":" + value;
    }
}
