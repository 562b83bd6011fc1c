package io.selfsame.compute.definition;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.http.Paging.Pagination;
import io.selfsame.json.ApiSchema;
import io.selfsame.query.json.QueryJson;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Definitions as the management API shows them: what Segment's has, and beyond it json, version and error. */
final class DefinitionAnswers {

    private DefinitionAnswers() {}

    /** @param json absent if the text is not understood */
    @ApiSchema
    record WrittenQuery(String query, String type, Optional<JsonNode> json) {}

    @ApiSchema
    record ComputeCadence(String type) {}

    @ApiSchema("Definition")
    record DefinitionFields(String id, String spaceId, String name, String description, String key, boolean enabled,
            String audienceType, WrittenQuery definition, ObjectNode options, String status, Optional<String> error,
            ComputeCadence computeCadence, int version, String createdBy, String updatedBy, Instant createdAt,
            Instant updatedAt) {

        static DefinitionFields of(SpaceId space, SavedDefinition saved) {
            String level = saved.definition().level().name();
            Optional<JsonNode> json = saved.problem().isEmpty()
                    ? Optional.of(QueryJson.write(saved.definition().query()))
                    : Optional.empty();
            boolean fails = saved.enabled() && (saved.problem().isPresent() || saved.stuck().isPresent());
            Optional<String> error = saved.problem().or(saved::error)
                    .or(() -> saved.stuck().filter(why -> saved.enabled()));
            return new DefinitionFields(saved.id(), space.value(), saved.name(), saved.description(), saved.key(),
                    saved.enabled(), level, new WrittenQuery(saved.text(), level.toLowerCase(Locale.ROOT), json),
                    saved.options(), (fails ? DefinitionStatus.FAILED : saved.status()).text(), error,
                    new ComputeCadence("REALTIME"), saved.definition().version(), saved.createdBy(), saved.updatedBy(),
                    saved.createdAt(), saved.updatedAt());
        }
    }

    /** How many are inside. One that is only tried has nobody yet. */
    @ApiSchema
    record AudienceSize(long count, String type) {}

    @ApiSchema
    record Audience(@JsonUnwrapped DefinitionFields definition, AudienceSize size) {}

    @ApiSchema
    record AudienceAnswer(Audience audience) {}

    @ApiSchema
    record AudiencePage(List<Audience> audiences, Pagination pagination) {}

    @ApiSchema
    record ComputedTraitAnswer(DefinitionFields computedTrait) {}

    @ApiSchema
    record ComputedTraitPage(List<DefinitionFields> computedTraits, Pagination pagination) {}

    /** A definition that uses another. */
    @ApiSchema
    record Consumer(String type, String id, String key, String name, boolean enabled) {

        static Consumer of(SavedDefinition user) {
            return new Consumer(user.kind().traitClass(), user.id(), user.key(), user.name(), user.enabled());
        }
    }

    @ApiSchema
    record ConsumersAnswer(List<Consumer> consumers) {}
}
