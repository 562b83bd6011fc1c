package io.selfsame.destination.deliver;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Forgets what became of deliveries long ago. Thread safe. */
public final class DeliveryRetention {

    private static final Statement IDS = Statement.of("delivery/ids");

    private static final Duration KEPT = Duration.ofDays(7);

    private final Graph graph;

    private final DeliveryUpkeep upkeep;

    public DeliveryRetention(Graph graph) {
        this.graph = graph;
        this.upkeep = new DeliveryUpkeep(graph, Long.MAX_VALUE);
    }

    /** Forgets what is old in a space, in transactions of some seconds at most, and says how much that was. */
    public String run(SpaceId space, Lease lease) {
        Instant before = Instant.now().minus(KEPT);
        long dropped = 0;
        for (var row : graph.read(IDS, Map.of("space", space.value()))) {
            dropped += upkeep.forget(space, row.get("id").asString(), before, lease);
        }
        return dropped + " deliveries";
    }
}
