package io.selfsame.tracking;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.Access;
import io.selfsame.http.Endpoints;
import io.selfsame.json.ApiSchema;
import java.time.Instant;
import java.util.Optional;
import org.neo4j.driver.Record;

/** Management: the parts of events that could not be read, so that the events were taken without them, or are not as planned. Thread safe. */
public final class ViolationsApi {

    private final NewestFirstList violations;

    public ViolationsApi(Graph graph) {
        violations = new NewestFirstList(graph, Statement.of("tracking/violations"), "violations", "seenAt",
                ViolationFields::of);
    }

    /** Adds the route. */
    public void routes(Endpoints endpoints) {
        endpoints.get("/v1/spaces/{space}/violations", Access.VIEWER, TrackingOperations.VIOLATIONS,
                violations::answer);
    }

    /**
     * A part that was left out, or that is not as planned.
     *
     * @param field the path to it
     * @param message what is wrong, if the code does not say it
     * @param messageId of the last event
     * @param count how often it was left out
     */
    @ApiSchema("Violation")
    @JsonNaming(SnakeCaseStrategy.class)
    record ViolationFields(String code, String field, String value, Optional<String> message, String messageId,
            String sourceId, long count, Instant firstSeen, Instant lastSeen) {

        static ViolationFields of(Record row) {
            return new ViolationFields(row.get("code").asString(), row.get("field").asString(),
                    row.get("value").asString(),
                    row.get("message").isNull() ? Optional.empty() : Optional.of(row.get("message").asString()),
                    row.get("messageId").asString(), row.get("sourceId").asString(), row.get("times").asLong(),
                    NewestFirstList.instant(row, "firstSeenAt"), NewestFirstList.instant(row, "seenAt"));
        }
    }
}
