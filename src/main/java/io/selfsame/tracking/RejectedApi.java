package io.selfsame.tracking;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.Access;
import io.selfsame.http.Endpoints;
import io.selfsame.json.ApiSchema;
import java.time.Instant;
import org.neo4j.driver.Record;

/** Management: the events that were not taken, with the reason. Thread safe. */
public final class RejectedApi {

    private final NewestFirstList rejected;

    public RejectedApi(Graph graph) {
        rejected = new NewestFirstList(graph, Statement.of("tracking/rejected"), "rejected", "receivedAt",
                RejectedEvent::of);
    }

    /** Adds the route. */
    public void routes(Endpoints endpoints) {
        endpoints.get("/v1/spaces/{space}/rejected", Access.VIEWER, TrackingOperations.REJECTED, rejected::answer);
    }

    /**
     * An event that was not taken.
     *
     * @param times how often the same was sent
     * @param body what was sent, perhaps shortened
     */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record RejectedEvent(String messageId, String code, String message, Instant receivedAt, String sourceId, int times,
            String body) {

        static RejectedEvent of(Record row) {
            return new RejectedEvent(row.get("messageId").asString(), row.get("code").asString(),
                    row.get("message").asString(), NewestFirstList.instant(row, "receivedAt"),
                    row.get("sourceId").asString(), row.get("times").asInt(), row.get("body").asString());
        }
    }
}
