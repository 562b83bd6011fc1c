package io.selfsame.profile;

import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import java.util.Map;
import java.util.Optional;

/** Whom a request asks for: somebody with an external ID, or a profile by name. */
sealed interface ProfileRef {

    SpaceId space();

    /** By any of a person's external IDs. */
    record ById(SpaceId space, ExternalId id) implements ProfileRef {}

    /** By the name of any of a person's profiles. */
    record ByProfile(SpaceId space, ProfileId profile) implements ProfileRef {}

    /** Reads {@code email:a@x}, {@code segment_id:use_…} or {@code use_…}; empty if it is none of them. */
    static Optional<ProfileRef> parse(SpaceId space, String text) {
        String name = text.startsWith("segment_id:") ? text.substring("segment_id:".length()) : text;
        if (name.startsWith(ProfileId.PREFIX) && (name.indexOf(':') < 0)) {
            return Optional.of(new ByProfile(space, new ProfileId(name)));
        }
        return ExternalId.parse(text).map(id -> new ById(space, id));
    }

    /** For the statements that find people: {@code key} or {@code segmentId}, and the space. */
    default Map<String, Object> row(int index) {
        return switch (this) {
            case ById(var space, var id) -> Map.of("index", index, "key", id.key(space), "space", space.value());
            case ByProfile(var space, var profile) -> Map.of("index", index, "segmentId", profile.value(), "space",
                    space.value());
        };
    }
}
