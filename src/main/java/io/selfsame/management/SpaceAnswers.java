package io.selfsame.management;

import io.selfsame.http.Paging.Pagination;
import io.selfsame.json.ApiSchema;
import io.selfsame.space.Grant;
import io.selfsame.space.Spaces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the routes of spaces, keys and tokens answer. */
final class SpaceAnswers {

    private SpaceAnswers() {}

    @ApiSchema
    record Space(String id, String name, String slug, Instant createdAt) {

        static Space of(Spaces.Space space) {
            return new Space(space.id(), space.name(), space.id(), space.createdAt());
        }
    }

    @ApiSchema
    record SpaceAnswer(Space space) {}

    @ApiSchema
    record SpacePage(List<Space> spaces, Pagination pagination) {}

    @ApiSchema
    record CreatedSpace(String id, String name, String slug, Instant createdAt, String writeKey, String accessToken) {}

    @ApiSchema
    record CreatedSpaceAnswer(CreatedSpace space) {

        static CreatedSpaceAnswer of(Spaces.NewSpace created) {
            Space space = Space.of(created.space());
            return new CreatedSpaceAnswer(new CreatedSpace(space.id(), space.name(), space.slug(), space.createdAt(),
                    created.writeKey().secret(), created.accessToken().secret()));
        }
    }

    /** A key or token, without its secret. */
    @ApiSchema
    record ListedSecret(String id, String name, Optional<String> kind, Optional<String> role, Optional<String> space,
            Optional<Instant> expiresAt, Instant createdAt) {

        static ListedSecret of(Spaces.Listed listed) {
            return of(listed.grant(), listed.createdAt());
        }

        private static ListedSecret of(Grant grant, Instant createdAt) {
            return switch (grant.kind()) {
                case WRITE_KEY -> new ListedSecret(grant.id(), grant.name(), Optional.of(grant.keyKind().text()),
                        Optional.empty(), Optional.empty(), Optional.empty(), createdAt);
                case ACCESS_TOKEN -> new ListedSecret(grant.id(), grant.name(), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty(), createdAt);
                case MANAGEMENT -> new ListedSecret(grant.id(), grant.name(), Optional.empty(),
                        Optional.of(grant.role().text()), grant.limitedTo().map(space -> space.value()),
                        grant.expiresAt(), createdAt);
            };
        }
    }

    /** A key or token just made. */
    @ApiSchema
    record Secret(String id, String name, Optional<String> kind, Optional<String> role, Optional<String> space,
            Optional<Instant> expiresAt, Instant createdAt, String secret) {

        static Secret of(Spaces.Made made) {
            ListedSecret listed = ListedSecret.of(made.grant(), made.createdAt());
            return new Secret(listed.id(), listed.name(), listed.kind(), listed.role(), listed.space(),
                    listed.expiresAt(), listed.createdAt(), made.secret());
        }
    }

    @ApiSchema
    record WriteKeyAnswer(Secret writeKey) {}

    @ApiSchema
    record WriteKeysAnswer(List<ListedSecret> writeKeys) {}

    @ApiSchema
    record AccessTokenAnswer(Secret accessToken) {}

    @ApiSchema
    record AccessTokensAnswer(List<ListedSecret> accessTokens) {}

    @ApiSchema
    record ManagementTokenAnswer(Secret managementToken) {}

    @ApiSchema
    record ManagementTokensAnswer(List<ListedSecret> managementTokens) {}
}
