package io.selfsame.compute.inspect;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.selfsame.compute.preview.PreviewAnswers.ExternalIdFields;
import io.selfsame.json.ApiSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has become of a definition, as the routes answer. */
final class MemberAnswers {

    private MemberAnswers() {}

    @ApiSchema
    record Member(String id, Instant since, @JsonProperty("external_ids") List<ExternalIdFields> externalIds) {}

    /**
     * A computation that was asked for.
     *
     * @param people of how many the result was computed; of one that has finished
     */
    @ApiSchema
    record Run(String id, String status, Instant createdAt, Optional<Instant> finishedAt, Optional<Long> people) {}

    @ApiSchema
    record RunAnswer(Run run) {}

    @ApiSchema
    record RunsAnswer(List<Run> runs) {}

    /** @param parameters what JSON has for values of Cypher */
    @ApiSchema
    record CypherAnswer(String cypher, String browser, Map<String, Object> parameters, boolean exact,
            List<String> gaps) {}
}
