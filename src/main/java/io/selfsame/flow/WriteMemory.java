package io.selfsame.flow;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The memory that transactions of events take in Neo4j while they go on. Those with much to write wait for each other, in
 * order; those with little wait for none of them. Thread safe.
 */
public final class WriteMemory {

    /** Whoever writes no more than this never waits: all of these together are little. */
    private static final int LITTLE = 250;

    /** A write takes so much of the heap while its transaction goes on, in bytes. */
    private static final int WRITE = 8 * 1024;

    /** How long those with much wait for memory that others have. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int most;

    /** Places of those with much, those that wait for memory among them: the other transactions are left to those with little. */
    private final Semaphore places;

    /** In writes: an eighth of the heap, less what those with little may take, and at least one of the largest. */
    private final Semaphore writes;

    /**
     * All of it is free.
     *
     * @param transactions in flight at most
     * @param most writes of one; a larger one counts as this
     */
    public WriteMemory(int transactions, int most) {
        this.most = most;
        this.places = new Semaphore(transactions * 3 / 4);
        this.writes = new Semaphore((int) Math.clamp(
                Runtime.getRuntime().maxMemory() / 8 / WRITE - (long) transactions * LITTLE, most,
                (long) transactions * most),
                true);
    }

    /**
     * Takes what a transaction needs while it goes on.
     *
     * @param writes rows that are written, some for each event
     * @throws Overloaded if too many of those with much wait, or this one too long, as for a transaction that waits for a lock
     *     itself
     */
    public <T> T during(int writes, Supplier<T> transaction) {
        if (writes <= LITTLE) {
            return transaction.get();
        }
        if (!places.tryAcquire()) {
            throw busy();
        }
        try {
            return after(Math.min(most, writes), transaction);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            places.release();
        }
    }

    private <T> T after(int wanted, Supplier<T> transaction) throws InterruptedException {
        if (!writes.tryAcquire(wanted, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw busy();
        }
        try {
            return transaction.get();
        } finally {
            writes.release(wanted);
        }
    }

    private static Overloaded busy() {
        return new Overloaded("Too many large batches are written at once; send again after the Retry-After seconds");
    }
}
