package io.selfsame.http;

import io.selfsame.space.Grant;

/**
 * The owner of memory that a body or an answer takes, who also has turns.
 *
 * @param space empty for callers who manage all spaces
 * @param key the ID of a write key of the space, which anybody may know; empty for all who manage or read the space
 */
public record Holder(String space, String key) {

    static final Holder NONE = new Holder("", "");

    /** All who read what is open to anybody. No space has such a name. */
    static final Holder ANYBODY = new Holder("(anybody)", "");

    /** The holder for a caller who has shown a key. */
    public static Holder of(Grant grant) {
        return new Holder(grant.space(), grant.kind() == Grant.GrantKind.WRITE_KEY ? grant.id() : "");
    }
}
