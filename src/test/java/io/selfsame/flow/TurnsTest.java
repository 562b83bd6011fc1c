package io.selfsame.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is let in when more is asked than is done at once. */
class TurnsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();

    private CompletableFuture<Boolean> hold(FairSlots<String> turns, String owner) {
        var done = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(turns.during(owner, () -> {
                    inside.incrementAndGet();
                    Await.until("the end", () -> end.getCount() == 0);
                    return true;
                }));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Test
    void oneOwnerLeavesRoomForOthersWhateverItAsksFor() {
        var turns = new FairSlots<String>("reads", 4, 10, LONG);
        var greedy = IntStream.range(0, 8).mapToObj(i -> hold(turns, "greedy")).toList();
        Await.until("half of the places are taken", () -> inside.get() == 2);
        assertEquals("at once", turns.during("modest", () -> "at once"));
        assertEquals(2, inside.get());
        end.countDown();
        greedy.forEach(CompletableFuture::join);
        assertEquals(8, inside.get());
    }

    @Test
    void whoWaitsTooLongIsToldToComeAgain() {
        var turns = new FairSlots<String>("reads", 1, 10, Duration.ofMillis(50));
        var first = hold(turns, "one");
        Await.until("it is in", () -> inside.get() == 1);
        assertThrows(Overloaded.class, () -> turns.during("one", () -> "never"));
        assertThrows(Overloaded.class, () -> turns.during("other", () -> "never"));
        end.countDown();
        first.join();
        assertEquals("again", turns.during("one", () -> "again"));
    }

    @Test
    void tooManyOfOneOwnerDoNotEvenWait() {
        var turns = new FairSlots<String>("reads", 1, 3, LONG);
        var first = hold(turns, "one");
        Await.until("it is in", () -> inside.get() == 1);
        var all = IntStream.range(0, 10).mapToObj(i -> hold(turns, "one")).toList();
        Await.until("seven are refused",
                () -> all.stream().filter(CompletableFuture::isCompletedExceptionally).count() == 7);
        end.countDown();
        first.join();
        Await.until("three had waited", () -> inside.get() == 4);
    }

    @Test
    void ownersComeInTurn() throws InterruptedException {
        var turns = new FairSlots<String>("reads", 1, 100, LONG);
        var first = hold(turns, "start");
        Await.until("it is in", () -> inside.get() == 1);
        var order = new ConcurrentLinkedQueue<String>();
        var asked = new ArrayList<String>(List.of("a", "a", "a", "a", "a", "a", "b", "c"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String owner : asked) {
                threads.submit(() -> turns.during(owner, () -> order.add(owner)));
                // One after the other, as the order in which they come is what this is about.
                new CountDownLatch(1).await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
            end.countDown();
        }
        first.join();
        assertEquals(8, order.size());
        var list = List.copyOf(order);
        assertTrue(list.indexOf("b") <= 2 && list.indexOf("c") <= 2, list::toString);
    }

    @Test
    void aFailureGivesItsPlaceBack() {
        var turns = new FairSlots<String>("reads", 1, 1, LONG);
        for (int i = 0; i < 3; i++) {
            assertThrows(IllegalStateException.class, () -> turns.during("one", () -> {
                throw new IllegalStateException();
            }));
        }
        assertEquals(1, turns.during("one", () -> 1));
    }

    /** A web page's key is known to everybody; whoever floods with it leaves turns to the other keys of its space. */
    @Test
    void partsOfAnOwnerTakeTurnsAndOneThatIsNotThereYetFindsAPlace() throws Exception {
        var turns = new FairSlots<String>("reads", 1, 10, LONG);
        var order = new ConcurrentLinkedQueue<String>();
        var first = hold(turns, "shop");
        Await.until("it is in", () -> inside.get() == 1);
        var flood = IntStream.range(0, 20).mapToObj(i -> later(turns, "page", order)).toList();
        Await.until("ten of the flood wait",
                () -> flood.stream().filter(CompletableFuture::isCompletedExceptionally).count() == 10);
        var server = new FutureTask<>(() -> turns.during("shop", "server", () -> order.add("server")));
        Thread waiting = Thread.ofVirtual().start(server);
        Await.until("it waits", () -> server.isDone() || waiting.getState() == Thread.State.TIMED_WAITING);
        end.countDown();
        first.join();
        assertTrue(server.get());
        Await.until("all were in", () -> order.size() == 11);
        assertTrue(List.copyOf(order).indexOf("server") <= 1, order::toString);
    }

    private static CompletableFuture<Boolean> later(FairSlots<String> turns, String part,
            ConcurrentLinkedQueue<String> order) {
        var done = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(turns.during("shop", part, () -> order.add(part)));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
