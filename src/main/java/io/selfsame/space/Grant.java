package io.selfsame.space;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a secret opens, and who it is that has it. Grants are remembered for some seconds, so {@link #isExpired} is to be asked
 * at each use.
 *
 * @param id the public id of the secret: {@code src_…} for write keys (events carry it as their source), {@code tok_…}
 * @param kind what it is for
 * @param space whose; the empty string for a management token that opens all
 * @param name what people call it
 * @param role of a management token; others have the smallest, and {@link #may} nothing by it
 * @param keyKind of a write key; others have that of servers
 * @param expiresAt when a management token ends, if it does
 */
public record Grant(String id, GrantKind kind, String space, String name, Role role, KeyKind keyKind,
        Optional<Instant> expiresAt) {

    /** What a secret is for. */
    public enum GrantKind {
        WRITE_KEY("src_"),
        ACCESS_TOKEN("tok_"),
        MANAGEMENT("adm_");

        private final String prefix;

        GrantKind(String prefix) {
            this.prefix = prefix;
        }

        String prefix() {
            return prefix;
        }
    }

    /** Where a write key is used. */
    public enum KeyKind {

        /** In a back end, which knows who its users are. */
        SERVER,

        /** In a page or an app, where anybody can read it and send what they like. */
        BROWSER;

        /** The name on the wire and in the graph. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of that name. */
        public static Optional<KeyKind> of(String text) {
            return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
        }
    }

    /** The space it opens; not for management tokens. */
    public SpaceId spaceId() {
        return new SpaceId(space);
    }

    /** The one space that it opens; empty if it opens all. */
    public Optional<SpaceId> limitedTo() {
        return space.isEmpty() ? Optional.empty() : Optional.of(spaceId());
    }

    /** Whether it is a management token of that role or a larger one. */
    public boolean may(Role needed) {
        return kind == GrantKind.MANAGEMENT && role.compareTo(needed) >= 0;
    }

    /** Whether it opens a space. */
    public boolean opens(SpaceId wanted) {
        return limitedTo().map(wanted::equals).orElse(true);
    }

    /** Whether it has ended by then. */
    public boolean isExpired(Instant now) {
        return expiresAt.filter(end -> !end.isAfter(now)).isPresent();
    }

    /** Whether it can manage all of the service then. */
    boolean managesAll(Instant now) {
        return may(Role.ADMIN) && space.isEmpty() && !isExpired(now);
    }
}
