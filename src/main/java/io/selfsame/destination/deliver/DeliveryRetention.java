package io.selfsame.destination.deliver;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/** Forgets what became of deliveries long ago. Thread safe. */
public final class DeliveryRetention {

    private static final Statement IDS = Statement.of("delivery/ids");
    private static final Statement DROP = Statement.of("delivery/drop");
    private static final Statement DROP_MINUTES = Statement.of("delivery/dropMinutes");

    private static final Duration KEPT = Duration.ofDays(7);

    /** Deliveries of a destination that are kept at most, of each status. */
    private static final int MOST = 100_000;

    private static final int PAGE = 2_000;
    private static final List<String> ENDED = List.of("delivered", "failed", "filtered", "superseded");

    private final Graph graph;

    public DeliveryRetention(Graph graph) {
        this.graph = graph;
    }

    /** Forgets what is old in a space, in transactions of some seconds at most, and says how much that was. */
    public String run(SpaceId space, Lease lease) {
        ZonedDateTime before = Instant.now().minus(KEPT).atZone(ZoneOffset.UTC);
        long dropped = 0;
        for (var row : graph.read(IDS, Map.of("space", space.value()))) {
            String id = row.get("id").asString();
            for (String status : ENDED) {
                dropped += drop(DROP, Map.of("destination", id, "status", status, "before", before, "keep", MOST, "limit",
                        PAGE), lease);
            }
            drop(DROP_MINUTES, Map.of("destination", id, "before", before, "limit", PAGE), lease);
        }
        return dropped + " deliveries";
    }

    private long drop(Statement statement, Map<String, Object> parameters, Lease lease) {
        long all = 0;
        int page;
        do {
            page = graph.write(tx -> {
                lease.require(tx);
                return tx.run(statement, parameters).getFirst().get("dropped").asInt();
            });
            all += page;
        } while (page == PAGE);
        return all;
    }
}
