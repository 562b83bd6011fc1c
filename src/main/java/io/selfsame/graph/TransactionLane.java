package io.selfsame.graph;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many transactions of one kind of work may be in flight, so that no kind can take all connections. Those who find no
 * place wait in turn, so many and so long only. Thread safe.
 *
 * <p>A thread in a transaction that begins another one keeps its one place: nobody who holds a place waits for one, so
 * lanes cannot lock each other up. What is begun that way comes out of the connections that belong to no lane.
 */
final class TransactionLane {

    /** Those who may wait for each place: with transactions of milliseconds, what is done in the time of the patience. */
    private static final int WAITING = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private final Semaphore free;
    private final int waiting;
    private final Duration patience;

    TransactionLane(int places) {
        this(places, PATIENCE);
    }

    TransactionLane(int places, Duration patience) {
        this.free = new Semaphore(places, true);
        this.waiting = WAITING * places;
        this.patience = patience;
    }

    /**
     * Does the work in a place of this lane.
     *
     * @throws GraphUnavailable that is {@linkplain GraphUnavailable#busy() busy} if none becomes free
     */
    <T> T during(Supplier<T> work) {
        if (INSIDE.get()) {
            return work.get();
        }
        take();
        INSIDE.set(true);
        try {
            return work.get();
        } finally {
            INSIDE.remove();
            free.release();
        }
    }

    private void take() {
        if (free.tryAcquire()) {
            return;
        }
        try {
            if (free.getQueueLength() < waiting && free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw GraphUnavailable.ofLane();
    }
}
