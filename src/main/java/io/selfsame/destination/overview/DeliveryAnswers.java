package io.selfsame.destination.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.neo4j.driver.Value;

/** What the routes of deliveries answer. */
final class DeliveryAnswers {

    private DeliveryAnswers() {}

    /**
     * One change that a destination was, or is to be, told.
     *
     * @param id its place among the changes of the space
     * @param segmentId of whom the change was found; absent of accounts and of an event that nobody took
     * @param definition that changed; absent of what stands in the ledger
     * @param key of the definition, or the name or the type of an event, or what was decided
     * @param change {@code entered}, {@code exited}, {@code computed}, {@code event}, {@code identity} or {@code alias}
     * @param value of a computed trait
     * @param attempts requests with it, so far
     * @param reason what the receiver said at last, or why nothing is sent
     * @param response the beginning of its last answer, if that was none of success
     * @param nextAttemptAt of one that is to be tried again later
     * @param sample what was sent of one that failed: messages, one a line
     */
    @ApiSchema("Delivery")
    record DeliveryFields(String id, String destination, Optional<String> segmentId, Optional<String> definition,
            Optional<String> key, String change,
            Optional<JsonNode> value, Instant changedAt, String status, long attempts, Optional<Instant> nextAttemptAt,
            Optional<Instant> endedAt, Optional<String> reason, Optional<String> response, Optional<String> remedy,
            Optional<String> sample) {

        static DeliveryFields of(Value delivery) {
            String kind = delivery.get("kind").asString();
            String status = delivery.get("status").asString();
            return new DeliveryFields(Long.toString(delivery.get("place").asLong()),
                    delivery.get("destination").asString(),
                    text(delivery.get("owner")).filter(owner -> owner.indexOf('/') < 0),
                    text(delivery.get("definition")),
                    text(delivery.get("trait")), kind,
                    kind.equals("computed") ? Optional.of(value(delivery)) : Optional.empty(),
                    delivery.get("at").asZonedDateTime().toInstant(), status, delivery.get("attempts").asLong(),
                    time(delivery.get("due")).filter(Instant.now()::isBefore), time(delivery.get("doneAt")),
                    text(delivery.get("reason")),
                    text(delivery.get("response")),
                    status.equals("failed")
                            ? Optional.of("Change the receiver or the settings, then POST …/deliveries/retry")
                            : Optional.empty(),
                    text(delivery.get("sample")));
        }

        private static JsonNode value(Value delivery) {
            return delivery.get("value").isNull()
                    ? Json.tree(delivery.get("scalar").asObject())
                    : Json.parse(delivery.get("value").asString());
        }

        private static Optional<String> text(Value value) {
            return value.isNull() ? Optional.empty() : Optional.of(value.asString());
        }
    }

    static Optional<Instant> time(Value value) {
        return value.isNull() ? Optional.empty() : Optional.of(value.asZonedDateTime().toInstant());
    }

    /** What became of the deliveries of a minute, or of some. */
    @ApiSchema
    record DeliveryFigures(Instant at, long delivered, long retried, long failed, long filtered, long superseded,
            Optional<Double> p50Seconds, Optional<Double> p95Seconds) {}

    @ApiSchema
    record DeliveryReason(String reason, long count, List<DeliveryFields> samples) {}

    @ApiSchema
    record RunningSync(String key, long found, Instant startedAt) {}

    /**
     * How it goes with a destination.
     *
     * @param received changes: those that wait, and those with which it is done
     * @param pending those that wait
     * @param pendingSince of the change that waits longest
     * @param pendingBecause why they are not sent: the destination is paused, its receiver is away, or this service lacks something. Absent while
     *     they are on their way, or wait for their next attempt
     * @param retrying those of the pending that have failed before
     */
    @ApiSchema
    record DeliveryOverview(Instant from, long received, long pending, Optional<Instant> pendingSince,
            Optional<String> pendingBecause, long retrying,
            DeliveryFigures all, List<DeliveryFigures> minutes, List<DeliveryReason> failures,
            List<DeliveryReason> filtered,
            List<RunningSync> syncs) {}

    @ApiSchema
    record DeliveryOverviewAnswer(DeliveryOverview overview) {}

    /**
     * What sending again comes to.
     *
     * @param retried deliveries that are sent again
     * @param old those that a later delivery has made old, and that are not
     * @param seconds how long it takes at the destination's rate cap, if it has one
     */
    @ApiSchema
    record DeliveryRetry(boolean dryRun, long retried, long old, Optional<Instant> oldest, Optional<Long> seconds) {}

    @ApiSchema
    record DeliveryRetryAnswer(DeliveryRetry retry) {}

    /** What the receiver said to a test message. */
    @ApiSchema
    record DeliveryTest(boolean delivered, String reason, Optional<String> response, JsonNode sent) {}

    @ApiSchema
    record DeliveryTestAnswer(DeliveryTest test) {}
}
