package io.selfsame.destination.overview;

import io.selfsame.destination.deliver.Tally;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryFields;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryFigures;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryOverview;
import io.selfsame.destination.overview.DeliveryAnswers.DeliveryReason;
import io.selfsame.destination.overview.DeliveryAnswers.RunningSync;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Reads what became of deliveries. Thread safe. */
final class DeliveryReader {

    private static final Statement MINUTES = Statement.of("delivery/minutes");
    private static final Statement WAITING = Statement.of("delivery/waiting");
    private static final Statement REASONS = Statement.of("delivery/reasons");
    private static final Statement LIST = Statement.of("delivery/list");
    private static final Statement OF_PERSON = Statement.of("delivery/ofPerson");

    /** Changes that are counted at most that were tried before: counting takes time. */
    private static final int COUNTED = 10_000;

    /** Deliveries that are looked at for their reasons. */
    private static final int LOOKED = 10_000;

    private static final int SAMPLES = 10;

    private final Graph graph;

    DeliveryReader(Graph graph) {
        this.graph = graph;
    }

    /**
     * How it goes with a destination since then.
     *
     * @param instance why this instance would send nothing to it, such as secrets that do not open
     */
    DeliveryOverview overview(SpaceId space, String destination, Optional<String> instance, Instant from) {
        List<Record> minutes = graph.read(MINUTES,
                Map.of("destination", destination, "from", from.atZone(ZoneOffset.UTC)));
        Record waiting = graph
                .read(WAITING, Map.of("key", space.key(destination), "destination", destination, "most", COUNTED))
                .getFirst();
        var sum = new Figures();
        List<DeliveryFigures> each = new ArrayList<>();
        for (Record minute : minutes) {
            var one = new Figures();
            one.add(minute);
            sum.add(minute);
            each.add(one.at(minute.get("at").asZonedDateTime().toInstant()));
        }
        DeliveryFigures all = sum.at(from);
        long pending = waiting.get("pending").asLong();
        return new DeliveryOverview(from, pending + all.delivered() + all.failed() + all.filtered() + all.superseded(),
                pending, DeliveryAnswers.time(waiting.get("oldest")),
                pending > 0 ? because(waiting, instance) : Optional.empty(), waiting.get("retrying").asLong(), all,
                each,
                reasons(destination, "failed"), reasons(destination, "filtered"),
                waiting.get("syncs").asList(sync -> new RunningSync(sync.get(0).asString(), sync.get(1).asLong(),
                        sync.get(2).asZonedDateTime().toInstant())));
    }

    /** Why what waits is not sent, where that is not as it should be. */
    private static Optional<String> because(Record waiting, Optional<String> instance) {
        if (!waiting.get("paused").isNull()) {
            return Optional.of("The destination is paused: " + waiting.get("paused").asString());
        }
        if (!waiting.get("enabled").asBoolean(true)) {
            return Optional.of("The destination is not enabled");
        }
        if (instance.isPresent()) {
            return instance;
        }
        if (!waiting.get("failing").isNull()) {
            return Optional.of("The receiver takes nothing: " + waiting.get("failing").asString() + DeliveryAnswers
                    .time(waiting.get("again")).map(at -> ". It is tried again at " + at).orElse(""));
        }
        return waiting.get("withheld").isNull()
                ? Optional.empty()
                : Optional.of("It cannot be sent now: " + waiting.get("withheld").asString());
    }

    private List<DeliveryReason> reasons(String destination, String status) {
        return graph
                .read(REASONS, Map.of("destination", destination, "status", status, "most", LOOKED, "samples", SAMPLES))
                .stream().map(row -> new DeliveryReason(row.get("reason").asString(""), row.get("count").asLong(),
                        row.get("samples").asList(DeliveryFields::of)))
                .toList();
    }

    /** Deliveries of a destination, the latest first; those before a place. */
    List<DeliveryFields> list(String destination, List<String> statuses, long before, int limit) {
        return graph
                .read(LIST, Map.of("destination", destination, "statuses", statuses, "before", before, "limit", limit))
                .stream().map(row -> DeliveryFields.of(row.get("delivery"))).toList();
    }

    /**
     * What the changes of a person have caused; empty if there is no such person.
     *
     * @param key of an external ID, or the empty text
     * @param segmentId or the empty text
     */
    Optional<List<DeliveryFields>> ofPerson(String space, String key, String segmentId, long before, int limit) {
        return graph
                .read(OF_PERSON, Map.of("space", space, "key", key, "segmentId", segmentId, "before", before, "limit",
                        limit))
                .stream().findFirst().map(row -> row.get("deliveries").asList(DeliveryFields::of));
    }

    /** Sums of figures. For one thread. */
    private static final class Figures {

        private final long[] latency = new long[Tally.LATENCIES.size() + 1];
        private long delivered;
        private long retried;
        private long failed;
        private long filtered;
        private long superseded;

        void add(Record minute) {
            delivered += minute.get("delivered").asLong();
            retried += minute.get("retried").asLong();
            failed += minute.get("failed").asLong();
            filtered += minute.get("filtered").asLong();
            superseded += minute.get("superseded").asLong();
            List<Long> steps = minute.get("latency").asList(Value::asLong);
            for (int i = 0; i < Math.min(latency.length, steps.size()); i++) {
                latency[i] += steps.get(i);
            }
        }

        DeliveryFigures at(Instant at) {
            return new DeliveryFigures(at, delivered, retried, failed, filtered, superseded, within(0.5), within(0.95));
        }

        /** The step within which a part of the deliveries took place; empty if it is beyond the last. */
        private Optional<Double> within(double part) {
            long seen = 0;
            for (int i = 0; i < Tally.LATENCIES.size() && delivered > 0; i++) {
                seen += latency[i];
                if (seen >= part * delivered) {
                    return Optional.of(Tally.LATENCIES.get(i).toMillis() / 1_000.0);
                }
            }
            return Optional.empty();
        }
    }
}
