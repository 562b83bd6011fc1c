package io.selfsame.flow;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What those are told who ask something of a Neo4j that may hang. */
class InquiryTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();

    private int hang() {
        asked.incrementAndGet();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
        }
        throw new IllegalStateException("ended");
    }

    @Test
    void oneThatHangsIsGivenUpAndTheNextAsksAnew() {
        var inquiry = new AsyncQuestion<>("test", SHORT, SHORT, this::hang);
        assertThrows(GraphUnavailable.class, inquiry::ask);
        Await.until("the question was given up", () -> interrupted.get() == 1);
        assertThrows(GraphUnavailable.class, inquiry::ask);
        assertEquals(2, asked.get());
    }

    @Test
    void questionsThatHeedNoInterruptDoNotPileUp() {
        var end = new Semaphore(0);
        var inside = new AtomicInteger();
        var inquiry = new AsyncQuestion<>("test", SHORT, SHORT, () -> {
            asked.incrementAndGet();
            inside.incrementAndGet();
            end.acquireUninterruptibly();
            return inside.decrementAndGet();
        });
        for (int i = 0; i < 20; i++) {
            assertThrows(GraphUnavailable.class, inquiry::ask);
        }
        assertEquals(4, asked.get());
        end.release(100);
        Await.until("all have ended", () -> inside.get() == 0);
        Await.until("it is asked anew", () -> {
            try {
                return inquiry.ask() == 0;
            } catch (GraphUnavailable notYet) {
                return false;
            }
        });
    }

    @Test
    void aSlowAnswerIsWaitedForByThoseWhoComeLater() throws Exception {
        var come = new CountDownLatch(1);
        var inquiry = new AsyncQuestion<>("test", SHORT, LONG, () -> {
            asked.incrementAndGet();
            Await.until("it comes", () -> come.getCount() == 0);
            return "answer";
        });
        assertThrows(GraphUnavailable.class, inquiry::ask);
        assertThrows(GraphUnavailable.class, inquiry::ask);
        assertEquals(1, asked.get());
        come.countDown();
        Await.until("the answer", () -> {
            try {
                return inquiry.ask().equals("answer");
            } catch (GraphUnavailable notYet) {
                return false;
            }
        });
    }

    @Test
    void thoseWhoAskAtOnceAskOnce() throws Exception {
        var go = new CountDownLatch(1);
        var inquiry = new AsyncQuestion<>("test", LONG, LONG, () -> {
            Await.until("all have asked", () -> go.getCount() == 0);
            return asked.incrementAndGet();
        });
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            var task = new FutureTask<>(inquiry::ask);
            tasks.add(task);
            threads.add(Thread.ofVirtual().start(task));
        }
        Await.until("all wait", () -> threads.stream().allMatch(
                thread -> thread.getState() == Thread.State.TIMED_WAITING));
        go.countDown();
        for (FutureTask<Integer> task : tasks) {
            assertEquals(1, task.get());
        }
        assertEquals(2, inquiry.ask(), "nothing is kept");
    }

    @Test
    void aFailureIsPassedOnAndTheNextAsksAnew() {
        var inquiry = new AsyncQuestion<Integer>("test", LONG, LONG, () -> {
            if (asked.incrementAndGet() == 1) {
                throw new StackOverflowError("deep");
            }
            throw new IllegalStateException("away");
        });
        assertEquals("deep", assertThrows(IllegalStateException.class, inquiry::ask).getCause().getMessage());
        assertEquals("away", assertThrows(IllegalStateException.class, inquiry::ask).getMessage());
    }

    @Test
    void aNeo4jThatTakesConnectionsAndIsSilentDoesNotAnswer() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var graph = new Graph(new Neo4jAddress(URI.create("bolt://127.0.0.1:" + silent.getLocalPort()), "neo4j",
                        "", "neo4j"))) {
            var patience = Duration.ofMillis(300);
            var inquiry = new AsyncQuestion<>("test", patience, patience, () -> {
                try {
                    graph.ping();
                    return true;
                } finally {
                    asked.incrementAndGet();
                }
            });
            assertThrows(GraphUnavailable.class, inquiry::ask);
            Await.until("no thread is left behind", () -> asked.get() == 1);
        }
    }
}
