package io.selfsame.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Await;
import io.selfsame.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.driver.Session;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** What a caller of a transaction gets when it cannot end well. */
class GraphIT {

    private static final Map<String, Object> NOBODY = Map.of("space", "graph-it", "after", 0, "last", "",
            "now", 0, "limit", 1);
    private static final Statement DUE = Statement.of("compute/due");

    @Test
    void workThatWaitsForALockForLongIsGivenUp() {
        TestServer server = TestServer.shared();
        String space = server.newSpace().id();
        var advance = Statement.of("compute/advance");
        Map<String, Object> seen = Map.of("space", space, "properties", Map.of("seen", 0L));
        try (var impatient = new Graph(server.neo4j(), Duration.ofSeconds(1));
                var other = new Graph(server.neo4j());
                Session session = other.driver().session(other.sessions());
                var holder = session.beginTransaction()) {
            holder.run("MERGE (r:Refresh {space: $space}) SET r.held = true", Map.of("space", space)).consume();
            var given = assertThrows(GraphUnavailable.class, () -> impatient.write(advance, seen));
            assertTrue(given.getMessage().contains("too long"), given::getMessage);
            holder.rollback();
            assertEquals(0, impatient.write(advance, seen).size(), "it goes on as soon as it can");
        }
    }

    @Test
    void aReadThatTakesForLongIsGivenUp() {
        try (var impatient = new Graph(TestServer.shared().neo4j(), Duration.ofSeconds(1))) {
            var given = assertThrows(GraphUnavailable.class, () -> impatient.read(tx -> {
                while (true) {
                    tx.run(DUE, NOBODY);
                }
            }));
            assertTrue(given.getMessage().contains("too long"), given::getMessage);
        }
    }

    @Test
    void whoFindsAllConnectionsTakenIsToldToComeAgain() {
        try (var small = new Graph(TestServer.shared().neo4j(), Duration.ofMinutes(1), 2, Duration.ofMillis(300));
                Session one = small.driver().session(small.sessions());
                Session other = small.driver().session(small.sessions());
                var first = one.beginTransaction()) {
            try (var second = other.beginTransaction()) {
                var given = assertThrows(GraphUnavailable.class, () -> small.read(DUE, NOBODY));
                assertTrue(given.getMessage().contains("at once"), given::getMessage);
                assertThrows(GraphUnavailable.class, small::ping);
                second.rollback();
            }
            assertEquals(0, small.read(DUE, NOBODY).size(), "it goes on as soon as one is given back");
            first.rollback();
        }
    }

    @Test
    void oneKindOfWorkLeavesConnectionsToOthers() throws Exception {
        try (var graph = new Graph(TestServer.shared().neo4j());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var greedy = new Graph(graph, new TransactionLane(2, Duration.ofMillis(200)));
            var end = new CountDownLatch(1);
            var inside = new AtomicInteger();
            List<Future<?>> held = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                held.add(threads.submit(() -> greedy.read(tx -> {
                    inside.incrementAndGet();
                    Await.until("the end", () -> end.getCount() == 0);
                    return tx.run(DUE, NOBODY);
                })));
            }
            Await.until("both places are taken", () -> inside.get() == 2);
            var given = assertThrows(GraphUnavailable.class, () -> greedy.read(DUE, NOBODY));
            assertTrue(given.busy(), given::getMessage);
            assertEquals(0, graph.lane(1).read(DUE, NOBODY).size());
            end.countDown();
            for (Future<?> one : held) {
                one.get();
            }
            assertEquals(0, greedy.read(DUE, NOBODY).size());
        }
    }

    @Test
    void workWithinWorkWaitsForNoPlace() {
        try (var graph = new Graph(TestServer.shared().neo4j())) {
            var narrow = graph.lane(1);
            assertEquals(0, narrow.<Integer>read(tx -> narrow.read(DUE, NOBODY).size()));
            assertEquals(0, narrow.read(DUE, NOBODY).size());
        }
    }

    /** As when its disk is full. Failures of other kinds, and transactions that only look, do not make it writable. */
    @Test
    void aDatabaseThatTakesNoWritesDoesNotAnswerUntilItTakesOne() {
        try (var neo4j = Neo4jBuilders.newInProcessBuilder().withDisabledServer().build();
                var patient = new Graph(new Neo4jAddress(neo4j.boltURI(), "neo4j", "", "neo4j"));
                var graph = new Graph(new Neo4jAddress(neo4j.boltURI(), "neo4j", "", "neo4j"), Duration.ofSeconds(1))) {
            // The first time, a statement has to be planned by a database that has just begun: that may take over a second.
            addSecret(patient, "first");
            patient.write(DUE, NOBODY);
            graph.ping();
            takesWrites(neo4j, false);
            assertThrows(GraphUnavailable.class, () -> addSecret(graph, "second"));
            assertThrows(GraphUnavailable.class, graph::ping);
            var given = assertThrows(GraphUnavailable.class, () -> graph.write(tx -> {
                while (true) {
                    tx.run(DUE, NOBODY);
                }
            }));
            assertTrue(given.getMessage().contains("too long"), given::getMessage);
            assertThrows(GraphUnavailable.class, graph::ping);
            assertEquals(0, graph.write(DUE, NOBODY).size());
            assertThrows(GraphUnavailable.class, graph::ping);
            takesWrites(neo4j, true);
            addSecret(graph, "third");
            graph.ping();
        }
    }

    private static void addSecret(Graph graph, String hash) {
        graph.write(Statement.of("space/addSecret"), Map.of("hash", hash, "properties", Map.of("id", "")));
    }

    private static void takesWrites(Neo4j neo4j, boolean writable) {
        ((GraphDatabaseAPI) neo4j.defaultDatabaseService()).getDependencyResolver().resolveDependency(Config.class)
                .setDynamic(GraphDatabaseSettings.read_only_databases, writable ? Set.of() : Set.of("neo4j"),
                        "GraphIT");
    }
}
