package io.selfsame.compute.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.flow.Overloaded;
import io.selfsame.http.HttpError;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads for evaluations: who gets one, and who is refused. */
class EvaluationPoolTest {

    private static final SpaceId LOUD = new SpaceId("loud");
    private static final SpaceId QUIET = new SpaceId("quiet");
    private static final SpaceId THIRD = new SpaceId("third");

    private static Runnable until(CountDownLatch latch) {
        return () -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void aSpaceThatAsksForMuchLeavesAThreadToOthers() {
        var gate = new CountDownLatch(1);
        var done = new CopyOnWriteArrayList<String>();
        try (var pool = new EvaluationPool("test", 2, 40)) {
            for (int i = 0; i < 10; i++) {
                pool.take(LOUD).run(until(gate));
            }
            pool.take(QUIET).run(() -> done.add("quiet"));
            Await.until("the other space's is done", () -> done.contains("quiet"));
            gate.countDown();
        }
    }

    @Test
    void spacesTakeTurns() {
        var gate = new CountDownLatch(1);
        var order = new CopyOnWriteArrayList<String>();
        try (var pool = new EvaluationPool("test", 2, 40)) {
            pool.take(THIRD).run(until(gate));
            var first = new CountDownLatch(1);
            pool.take(LOUD).run(until(first));
            for (int i = 0; i < 5; i++) {
                pool.take(LOUD).run(() -> order.add("loud"));
            }
            for (int i = 0; i < 3; i++) {
                pool.take(QUIET).run(() -> order.add("quiet"));
            }
            first.countDown();
            Await.until("all are done", () -> order.size() == 8);
            assertTrue(order.indexOf("quiet") <= 1, order::toString);
            assertTrue(order.lastIndexOf("quiet") < 7, order::toString);
            gate.countDown();
        }
    }

    @Test
    void whatIsTooMuchIsRefusedAtOnceAndPlacesAreGivenBack() {
        var gate = new CountDownLatch(1);
        try (var pool = new EvaluationPool("test", 2, 8)) {
            List<EvaluationPool.Ticket> places = new ArrayList<>(List.of(pool.take(LOUD), pool.take(LOUD)));
            assertThrows(Overloaded.class, () -> pool.take(LOUD), "a quarter is for one space");
            places.add(pool.take(QUIET));
            places.getFirst().giveBack();
            places.add(pool.take(LOUD));
            places.subList(1, 4).forEach(place -> place.run(until(gate)));
            assertThrows(Overloaded.class, () -> pool.take(LOUD));
            gate.countDown();
            Await.until("there is room again", () -> {
                try {
                    pool.take(LOUD).giveBack();
                    return true;
                } catch (Overloaded e) {
                    return false;
                }
            });
        }
    }

    @Test
    void aStopInterruptsWhatDoesNotEndByItselfAndBeginsNothing() {
        var begun = new CopyOnWriteArrayList<String>();
        var pool = new EvaluationPool("test", 2, 40);
        var running = new CountDownLatch(1);
        pool.take(LOUD).run(() -> {
            running.countDown();
            until(new CountDownLatch(1)).run();
            begun.add("interrupted");
        });
        pool.take(LOUD).run(() -> begun.add("late"));
        Await.until("it runs", () -> running.getCount() == 0);
        pool.close();
        Await.until("it has ended", () -> begun.contains("interrupted"));
        assertFalse(begun.contains("late"));
        assertEquals(503, assertThrows(HttpError.class, () -> pool.take(QUIET)).status());
    }

    @Test
    void aStopTellsThoseWhoWait() {
        var told = new CopyOnWriteArrayList<String>();
        var gate = new CountDownLatch(1);
        var pool = new EvaluationPool("test", 2, 40);
        var early = pool.take(QUIET);
        pool.take(LOUD).run(until(gate), () -> told.add("running"));
        pool.take(LOUD).run(() -> told.add("begun"), () -> told.add("first"));
        pool.take(LOUD).run(() -> told.add("begun"), () -> told.add("second"));
        pool.close();
        early.run(() -> told.add("begun"), () -> told.add("late"));
        assertEquals(List.of("first", "second", "late"), told);
        gate.countDown();
    }

    @Test
    void itRunsOnPlatformThreads() {
        var virtual = new CopyOnWriteArrayList<Boolean>();
        try (var pool = new EvaluationPool("test", 2, 40)) {
            pool.take(LOUD).run(() -> virtual.add(Thread.currentThread().isVirtual()));
            Await.until("it is done", () -> !virtual.isEmpty());
        }
        assertEquals(List.of(false), virtual);
    }

    /** Threads, but for the pieces of work of these numbers, from 1 on. */
    private static ExecutorService without(Integer... numbers) {
        return new ThreadPoolExecutor(0, 10, 1, TimeUnit.MINUTES, new SynchronousQueue<>()) {

            private final AtomicInteger count = new AtomicInteger();

            @Override
            public void execute(Runnable work) {
                if (List.of(numbers).contains(count.incrementAndGet())) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                super.execute(work);
            }
        };
    }

    @Test
    void withoutAThreadWhoAsksIsToldSoAndTheNextFindsAPlace() {
        var done = new CopyOnWriteArrayList<Integer>();
        try (var pool = new EvaluationPool("test", 2, 8, without(1, 2, 3))) {
            for (int i = 0; i < 3; i++) {
                var place = pool.take(LOUD);
                assertThrows(Overloaded.class, () -> place.run(() -> done.add(0)));
            }
            for (int i = 1; i <= 2; i++) {
                int which = i;
                pool.take(LOUD).run(() -> done.add(which));
            }
            Await.until("both are done", () -> done.size() == 2);
        }
        assertEquals(List.of(1, 2), done);
    }

    @Test
    void withoutAnotherThreadTheOneThatWorksDoesAll() {
        var gate = new CountDownLatch(1);
        var done = new CopyOnWriteArrayList<String>();
        try (var pool = new EvaluationPool("test", 2, 40, without(2, 3))) {
            pool.take(LOUD).run(until(gate));
            pool.take(QUIET).run(() -> done.add("quiet"));
            pool.take(THIRD).run(() -> done.add("third"));
            gate.countDown();
            Await.until("both are done", () -> done.size() == 2);
        }
        assertEquals(Set.of("quiet", "third"), Set.copyOf(done));
    }
}
