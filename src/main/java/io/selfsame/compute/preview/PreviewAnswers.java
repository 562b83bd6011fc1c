package io.selfsame.compute.preview;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.people.FailureTally;
import io.selfsame.identity.ids.Owner;
import io.selfsame.json.ApiSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.neo4j.driver.Value;

/** What the routes of previews answer. */
public final class PreviewAnswers {

    static final String RUNNING = "RUNNING";
    static final String FAILED = "FAILED";
    private static final String COMPLETED = "COMPLETED";

    private PreviewAnswers() {}

    /** A typed identifier. */
    @ApiSchema("ExternalId")
    public record ExternalIdFields(String type, String id) {

        /** From a type and a value as the database gives them. */
        static ExternalIdFields of(Value row) {
            return new ExternalIdFields(row.get(0).asString(), row.get(1).asString());
        }
    }

    @ApiSchema
    record PreviewedQuery(String query, String type) {}

    @ApiSchema
    record PreviewSize(long count, String type) {}

    /** How many have an identifier of a type. */
    @ApiSchema
    record TypeCount(String type, long count) {}

    @ApiSchema
    record PreviewMember(String id, @JsonProperty("external_ids") List<ExternalIdFields> externalIds, JsonNode value) {}

    /** Who is not among the results, and why. */
    @ApiSchema
    record LeftOut(long count, String reason, List<String> examples) {

        /** Absent if it is nobody. */
        static Optional<LeftOut> of(FailureTally tally) {
            return tally.count() == 0
                    ? Optional.empty()
                    : Optional.of(
                            new LeftOut(tally.count(), tally.reason(), List.copyOf(Owner.values(tally.examples()))));
        }
    }

    /** What has come of one. */
    record Results(long computeMillis, Instant asOf, PreviewSize size, List<TypeCount> breakdown,
            List<PreviewMember> results, Optional<LeftOut> unreadable, Optional<LeftOut> failed) {}

    /** As it is answered, and as it is kept. */
    @ApiSchema
    record Preview(String id, String audienceType, PreviewedQuery definition, ObjectNode options, String status,
            Optional<String> failureReason, Optional<Long> computeMillis, Optional<Instant> asOf,
            Optional<PreviewSize> size, Optional<List<TypeCount>> breakdown, Optional<List<PreviewMember>> results,
            Optional<LeftOut> unreadable, Optional<LeftOut> failed) {

        static Preview running(String id, String audienceType, PreviewedQuery definition, ObjectNode options) {
            return new Preview(id, audienceType, definition, options, RUNNING, Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty());
        }

        Preview completed(Results found) {
            return new Preview(id, audienceType, definition, options, COMPLETED, Optional.empty(),
                    Optional.of(found.computeMillis()), Optional.of(found.asOf()), Optional.of(found.size()),
                    Optional.of(found.breakdown()), Optional.of(found.results()), found.unreadable(), found.failed());
        }

        Preview failed(String why) {
            return new Preview(id, audienceType, definition, options, FAILED, Optional.of(why), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty());
        }
    }

    /** @param audiencePreview a {@link Preview}, as it is kept */
    @ApiSchema
    record AudiencePreviewAnswer(JsonNode audiencePreview) {}

    /** @param computedTraitPreview a {@link Preview}, as it is kept */
    @ApiSchema
    record ComputedTraitPreviewAnswer(JsonNode computedTraitPreview) {}
}
