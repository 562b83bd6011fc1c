package io.selfsame.compute.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.lease.LeaseLost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People who are marked are looked at, whatever happens meanwhile, and nobody waits for that. */
class MarksIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Workbench bench = new Workbench();
    private String buyers = "";

    @BeforeEach
    void falsify() {
        bench.track("u1", "Order");
        bench.track("u2", "Order");
        buyers = bench.audience("Buyers", "event('Order').count() >= 1");
        bench.refresh();
        bench.cypher("MATCH (:Profile {space: $space})-[inside:IN]->() DELETE inside", Map.of());
        mark();
        assertEquals(Set.of(), bench.members(buyers));
    }

    private void mark() {
        assertEquals(2, bench.cypher("MATCH (p:Profile {space: $space}) SET p:Stale RETURN p", Map.of()).size());
    }

    /** Between any two steps of the refresh somebody else can write to them. */
    @Test
    void whileTheyAreEvaluatedOthersCanWriteToThem() {
        var waited = new ConcurrentLinkedQueue<String>();
        var others = new AtomicInteger();
        var graph = Workbench.GRAPH.yieldingWhile(() -> {
            if (waited.isEmpty()) {
                Thread other = Thread.ofPlatform().daemon().start(() -> {
                    bench.cypher("MATCH (p:Profile {space: $space}) SET p.touched = true", Map.of());
                    others.incrementAndGet();
                });
                try {
                    if (!other.join(PATIENCE)) {
                        waited.add("for a lock");
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return false;
        }, 50);
        new Refresh(graph, Workbench.MEMORY, Workbench.COLUMNS, Workbench.RULES).refresh(bench.id, Instant.now());
        assertEquals(List.of(), List.copyOf(waited));
        assertTrue(others.get() > 5, "it was tried");
        assertEquals(Set.of("u1", "u2"), bench.members(buyers));
    }

    @Test
    void aRunThatEndsInTheMiddleLosesNobody() {
        var writes = new AtomicInteger();
        var refresh = new Refresh(Workbench.GRAPH, Workbench.MEMORY, Workbench.COLUMNS, Workbench.RULES);
        for (int most = 1; most < 20 && bench.members(buyers).isEmpty(); most++) {
            int allowed = most;
            writes.set(0);
            try {
                refresh.run(bench.id, tx -> {
                    if (writes.incrementAndGet() > allowed) {
                        throw new LeaseLost("lost");
                    }
                });
            } catch (LeaseLost e) {
                // It goes on where the next begins.
            }
        }
        assertEquals(Set.of("u1", "u2"), bench.members(buyers));
        assertThrows(LeaseLost.class, () -> {
            mark();
            refresh.run(bench.id, tx -> {
                throw new LeaseLost("lost");
            });
        });
        bench.refresh();
        assertEquals(0, bench.cypher("MATCH (p:Stale {space: $space}) RETURN p", Map.of()).size());
    }
}
