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

    @ApiSchema("Space")
    record SpaceFields(String id, String name, String slug, Instant createdAt, String timeZone) {

        static SpaceFields of(Spaces.Space space) {
            return new SpaceFields(space.id(), space.name(), space.id(), space.createdAt(),
                    space.timeZone());
        }
    }

    @ApiSchema
    record SpaceAnswer(SpaceFields space) {}

    @ApiSchema
    record SpacePage(List<SpaceFields> spaces, Pagination pagination) {}

    @ApiSchema("CreatedSpace")
    record CreatedSpaceFields(String id, String name, String slug, Instant createdAt, String timeZone,
            String writeKey, String accessToken) {}

    @ApiSchema
    record CreatedSpaceAnswer(CreatedSpaceFields space) {

        static CreatedSpaceAnswer of(Spaces.NewSpace created) {
            SpaceFields space = SpaceFields.of(created.space());
            return new CreatedSpaceAnswer(
                    new CreatedSpaceFields(space.id(), space.name(), space.slug(), space.createdAt(), space.timeZone(),
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
    @ApiSchema("Secret")
    record SecretFields(String id, String name, Optional<String> kind, Optional<String> role, Optional<String> space,
            Optional<Instant> expiresAt, Instant createdAt, String secret) {

        static SecretFields of(Spaces.Made made) {
            ListedSecret listed = ListedSecret.of(made.grant(), made.createdAt());
            return new SecretFields(listed.id(), listed.name(), listed.kind(), listed.role(), listed.space(),
                    listed.expiresAt(), listed.createdAt(), made.secret());
        }
    }

    @ApiSchema
    record WriteKeyAnswer(SecretFields writeKey) {}

    @ApiSchema
    record WriteKeysAnswer(List<ListedSecret> writeKeys) {}

    @ApiSchema
    record AccessTokenAnswer(SecretFields accessToken) {}

    @ApiSchema
    record AccessTokensAnswer(List<ListedSecret> accessTokens) {}

    @ApiSchema
    record ManagementTokenAnswer(SecretFields managementToken) {}

    @ApiSchema
    record ManagementTokensAnswer(List<ListedSecret> managementTokens) {}
}
