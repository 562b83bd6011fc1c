package io.selfsame.profile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.http.Paging.PageCursor;
import io.selfsame.json.ApiSchema;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.StoredTrait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/** What the routes of profiles and accounts answer. */
final class ProfileAnswers {

    private ProfileAnswers() {}

    /**
     * What a person has said of a category.
     *
     * @param given whether they consent
     * @param updatedAt when they said it
     */
    @ApiSchema("Consent")
    @JsonNaming(SnakeCaseStrategy.class)
    record ConsentFields(String category, boolean given, String sourceId, String messageId, Instant updatedAt) {

        static ConsentFields of(StoredTrait trait) {
            return new ConsentFields(ConsentTraits.category(trait.name()).orElseThrow(), trait.value().booleanValue(),
                    trait.sourceId(), trait.messageId(), trait.timestamp());
        }
    }

    /** In alphabetical order of the categories; those of which nothing is known are not there. */
    @ApiSchema
    record ConsentAnswer(List<ConsentFields> data) {}

    /** An external ID with the event that linked it, as far as that is shown. */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record LinkedId(String collection, String type, String id, Optional<String> sourceId, Optional<Instant> createdAt,
            String encoding, Optional<String> firstMessageId) {

        LinkedId(String collection, String type, String id, Optional<String> sourceId, Instant createdAt,
                Optional<String> firstMessageId) {
            this(collection, type, id, sourceId, Optional.of(createdAt), "none", firstMessageId);
        }
    }

    /** When somebody, or an account, was first and last heard of. */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record Metadata(Instant createdAt, Instant updatedAt, @Nullable Instant expiresAt, String firstMessageId,
            String firstSourceId, String lastMessageId, String lastSourceId) {

        static Metadata of(Record row) {
            return new Metadata(Times.instant(row.get("createdAt")), Times.instant(row.get("updatedAt")), null,
                    row.get("firstMessageId").asString(), row.get("firstSourceId").asString(),
                    row.get("lastMessageId").asString(), row.get("lastSourceId").asString());
        }
    }

    @ApiSchema
    record MetadataAnswer(Metadata metadata) {}

    /** From a person to an account. */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record ProfileLink(String toCollection, List<LinkedId> externalIds) {}

    /** From an account to a person. */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record AccountLink(String toCollection, String segmentId, List<LinkedId> externalIds) {}

    /** @param traits of which the values were written before, when their size was counted */
    @ApiSchema
    record TraitPage(ObjectNode traits, PageCursor cursor) {}

    /**
     * Somebody who was looked for.
     *
     * @param id as it was asked for
     * @param traits as in {@link TraitPage}
     */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record FoundProfile(String id, boolean found, Optional<String> segmentId, Optional<ObjectNode> traits) {}

    @ApiSchema
    record LookupAnswer(List<FoundProfile> data) {}
}
