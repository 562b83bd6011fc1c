package io.selfsame.identity.ids;

import io.selfsame.space.SpaceId;

/**
 * The key of an account in the graph. It is {@link Comparable} itself, and not through {@link Owner}: only then does a hash table stay
 * fast when hashes collide, and senders choose group IDs.
 *
 * @param value {@code space/groupId}; the group ID may contain slashes itself
 */
public record AccountKey(String value) implements Owner, Comparable<AccountKey> {

    /** The account that the events of a space call by that group ID. */
    public static AccountKey of(SpaceId space, String groupId) {
        return new AccountKey(space.key(groupId));
    }

    /** What the events of its space call it. */
    public String groupId() {
        return value.substring(value.indexOf('/') + 1);
    }

    @Override
    public int compareTo(AccountKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
