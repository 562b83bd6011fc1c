package io.selfsame.source.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.source.SourceState;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A source as it is stored: its secrets are encrypted. Immutable, unless somebody changes the document.
 *
 * @param document name, kind, enabled, and the settings that are no secrets
 * @param secrets by name
 * @param problem why the document is not what was stored: somebody has changed that by hand
 * @param version grows with each change
 * @param createdBy the ID of a management token
 */
record StoredSource(String id, SpaceId space, ObjectNode document, Map<String, SealedSecret> secrets,
        Optional<String> pausedBecause, Optional<String> problem, long version, Instant createdAt, String createdBy,
        Instant updatedAt, String updatedBy, SourceState state) {

    static final String NAME = "name";
    static final String KIND = "kind";
    static final String ENABLED = "enabled";
    static final String SETTINGS = "settings";
    static final String VERSION = "version";

    StoredSource {
        secrets = Map.copyOf(secrets);
    }

    /** A secret as it is stored. */
    record SealedSecret(String sealed, Instant since) {}

    String name() {
        return document.path(NAME).asText();
    }

    String kind() {
        return document.path(KIND).asText();
    }

    boolean isEnabled() {
        return document.path(ENABLED).asBoolean();
    }

    /** The same with other content, by somebody. */
    StoredSource with(ObjectNode other, Map<String, SealedSecret> otherSecrets, Instant at, String by) {
        return new StoredSource(id, space, other, otherSecrets, pausedBecause, Optional.empty(), version + 1, createdAt,
                createdBy, at, by, state.tryingAgain());
    }

    /** The same, paused or not, by somebody. */
    StoredSource paused(Optional<String> because, Instant at, String by) {
        return new StoredSource(id, space, document, secrets, because, problem, version + 1, createdAt, createdBy, at,
                by,
                state.tryingAgain());
    }
}
