package io.selfsame.compute.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.flow.Overloaded;
import io.selfsame.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who gets a part of what there is, and when. */
class BudgetTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Runnable WANTED = () -> {};

    private final Budget<String> budget = new Budget<>("work", 100);

    /** Somebody who wants a part, and has it until they are told to give it back. */
    private final class Asked {

        private final CountDownLatch in = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private final Thread thread;

        Asked(String owner, long weight) {
            thread = Thread.ofPlatform().daemon().start(() -> budget.during(owner, weight, LONG, WANTED, () -> {
                in.countDown();
                Await.until("the end", () -> end.getCount() == 0);
                return true;
            }));
        }

        boolean isIn() {
            return in.getCount() == 0;
        }

        void giveBack() {
            Await.until("it is in", this::isIn);
            end.countDown();
            Await.until("it is out", () -> !thread.isAlive());
        }
    }

    private Asked have(String owner, long weight) {
        var asked = new Asked(owner, weight);
        Await.until("it is in", asked::isIn);
        return asked;
    }

    /** Returns once it waits. */
    private Asked ask(String owner, long weight) {
        var asked = new Asked(owner, weight);
        Await.until("it waits", () -> asked.thread.getState() == Thread.State.TIMED_WAITING);
        assertFalse(asked.isIn());
        return asked;
    }

    @Test
    void thereIsSoMuch() {
        Asked first = have("a", 60);
        Asked second = have("b", 40);
        assertEquals(100, budget.used());
        Asked third = ask("a", 1);
        second.giveBack();
        third.giveBack();
        assertEquals(60, budget.used());
        first.giveBack();
        assertEquals(0, budget.used());
    }

    @Test
    void whatIsLargerThanAllGetsItAlone() {
        have("a", 250).giveBack();
        Asked small = have("a", 1);
        Asked large = ask("b", 250);
        small.giveBack();
        Await.until("it is in", large::isIn);
        Asked next = ask("a", 1);
        large.giveBack();
        next.giveBack();
        assertEquals(0, budget.used());
    }

    @Test
    void ownersTakeTurnsAndWhoWantsMuchIsNotPassed() {
        Asked all = have("loud", 100);
        List<Asked> loud = List.of(ask("loud", 60), ask("loud", 60), ask("loud", 60));
        Asked quiet = ask("quiet", 60);
        all.giveBack();
        Await.until("the first is in", loud.getFirst()::isIn);
        Asked late = ask("late", 10);
        loud.getFirst().giveBack();
        Await.until("the other owner is in", quiet::isIn);
        assertFalse(loud.get(1).isIn());
        assertFalse(late.isIn(), "there is room for it, but it is the turn of another");
        quiet.giveBack();
        Await.until("two are in", () -> loud.get(1).isIn() && late.isIn());
        assertFalse(loud.get(2).isIn());
        loud.get(1).giveBack();
        late.giveBack();
        loud.get(2).giveBack();
        assertEquals(0, budget.used());
    }

    @Test
    void whoGivesUpIsInNobodysWay() {
        Asked all = have("a", 100);
        assertThrows(Overloaded.class,
                () -> budget.during("b", 90, Duration.ofMillis(20), WANTED, () -> "never"));
        assertThrows(IllegalStateException.class, () -> budget.during("b", 90, LONG, () -> {
            throw new IllegalStateException("nobody wants it any more");
        }, () -> "never"));
        Asked interrupted = ask("b", 90);
        interrupted.thread.interrupt();
        Await.until("it is gone", () -> !interrupted.thread.isAlive());
        assertFalse(interrupted.isIn());
        Asked waiting = ask("c", 10);
        all.giveBack();
        waiting.giveBack();
        assertEquals(0, budget.used());
        assertThrows(IllegalStateException.class, () -> budget.during("a", 90, LONG, WANTED, () -> {
            throw new IllegalStateException("it failed");
        }));
        assertEquals(0, budget.used());
    }

    @Test
    void manyAtOnceNeverHaveMoreThanThereIs() throws Exception {
        var inside = new AtomicLong();
        var tooMuch = new ConcurrentLinkedQueue<Long>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String owner = "o" + i % 3;
                done.add(threads.submit(() -> {
                    for (int round = 0; round < 500; round++) {
                        long weight = ThreadLocalRandom.current().nextLong(1, 60);
                        budget.during(owner, weight, LONG, WANTED, () -> {
                            long sum = inside.addAndGet(weight);
                            if (sum > 100) {
                                tooMuch.add(sum);
                            }
                            return inside.addAndGet(-weight);
                        });
                    }
                }));
            }
            for (var each : done) {
                each.get();
            }
        }
        assertTrue(tooMuch.isEmpty(), tooMuch::toString);
        assertEquals(0, budget.used());
    }
}
