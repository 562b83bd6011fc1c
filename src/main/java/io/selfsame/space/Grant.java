package io.selfsame.space;

/**
 * What a secret opens.
 *
 * @param id the public id of the secret: {@code src_…} for write keys (events carry it as their source), {@code tok_…}
 * @param kind what it is for
 * @param space whose; the empty string for a management token, which opens all
 */
public record Grant(String id, GrantKind kind, String space) {

    /** What a secret is for. */
    public enum GrantKind {
        WRITE_KEY("src_"), ACCESS_TOKEN("tok_"), MANAGEMENT("adm_");

        private final String prefix;

        GrantKind(String prefix) {
            this.prefix = prefix;
        }

        String prefix() {
            return prefix;
        }
    }

    /** The space it opens; not for management tokens. */
    public SpaceId spaceId() {
        return new SpaceId(space);
    }
}
