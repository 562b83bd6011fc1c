package io.selfsame.space;

import java.util.regex.Pattern;

/**
 * The name of a tenant. It begins the key of every node, so it is kept to characters that no key separator uses.
 *
 * @param value 1 to 63 of {@code a-z 0-9 _ -}, beginning with a letter or digit
 */
public record SpaceId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public SpaceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A space id has 1 to 63 characters of a-z, 0-9, '_' and '-', and begins with a letter or digit");
        }
    }

    /** The key of something in this space. */
    public String key(String local) {
        return value + "/" + local;
    }

    @Override
    public String toString() {
        return value;
    }
}
