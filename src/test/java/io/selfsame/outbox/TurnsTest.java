package io.selfsame.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns<String> turns = new Turns<>();

    @Test
    void ofOneKeyOneWorksAndOthersAreNotHeldUp() throws InterruptedException {
        var working = new AtomicInteger();
        var most = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.startVirtualThread(() -> turns.during("a", () -> {
                most.accumulateAndGet(working.incrementAndGet(), Math::max);
                begun.countDown();
                await(other);
                return working.decrementAndGet();
            })));
        }
        begun.await();
        assertEquals("b", turns.during("b", () -> "b"));
        other.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, most.get());
        assertEquals(0, turns.keys());
    }

    @Test
    void whatFailsEndsItsTurn() {
        assertThrows(IllegalStateException.class, () -> turns.during("a", () -> {
            throw new IllegalStateException();
        }));
        assertEquals(0, turns.keys());
        assertEquals(1, turns.during("a", () -> turns.during("a", () -> 1)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
