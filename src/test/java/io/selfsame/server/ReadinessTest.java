package io.selfsame.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What those are told who ask whether we are ready. */
class ReadinessTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();

    private void hang() {
        asked.incrementAndGet();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoHangsIsNotReadyAndIsAskedAgainByTheNext() {
        var readiness = new Readiness(this::hang, Duration.ofMillis(50));
        assertThrows(GraphUnavailable.class, readiness::require);
        Await.until("the question was given up", () -> interrupted.get() == 1);
        assertThrows(GraphUnavailable.class, readiness::require);
        assertEquals(2, asked.get());
    }

    @Test
    void thoseWhoAskAtOnceAskOnce() throws Exception {
        var go = new CountDownLatch(1);
        var readiness = new Readiness(() -> {
            asked.incrementAndGet();
            Await.until("all have asked", () -> go.getCount() == 0);
        }, Duration.ofMinutes(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 50).<Future<?>>mapToObj(i -> threads.submit(readiness::require)).toList();
            Await.until("it is asked", () -> asked.get() == 1);
            go.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        readiness.require();
        assertEquals(2, asked.get());
    }

    @Test
    void aFailureIsPassedOn() {
        var readiness = new Readiness(() -> {
            throw new IllegalStateException("away");
        }, Duration.ofMinutes(1));
        assertEquals("away", assertThrows(IllegalStateException.class, readiness::require).getMessage());
    }

    @Test
    void aNeo4jThatTakesConnectionsAndIsSilentIsNotReady() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var graph = new Graph(new Neo4jAddress(URI.create("bolt://127.0.0.1:" + silent.getLocalPort()), "neo4j",
                        "", "neo4j"))) {
            var ended = new AtomicInteger();
            var readiness = new Readiness(() -> {
                try {
                    graph.ping();
                } finally {
                    ended.incrementAndGet();
                }
            }, Duration.ofMillis(300));
            assertThrows(GraphUnavailable.class, readiness::require);
            Await.until("no thread is left behind", () -> ended.get() == 1);
        }
    }
}
