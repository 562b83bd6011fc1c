package io.selfsame.flow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Limits what waits in all queues that share it. Something larger than the limit still passes when nothing else waits. Thread
 * safe.
 */
public final class Capacity implements Queues.Bounded {

    private final String name;
    private final long most;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * A limit that nothing counts against yet.
     *
     * @param name for the message of {@link Overloaded}
     * @param most in the unit of the weights
     */
    public Capacity(String name, long most) {
        this.name = name;
        this.most = most;
    }

    private Overloaded full() {
        return new Overloaded("The " + name + " queue is full; send again after the Retry-After seconds");
    }

    /**
     * Counts a weight while work runs.
     *
     * @throws Overloaded at once, if the limit is reached
     */
    public <T> T during(long weight, Supplier<T> work) {
        acquire(weight);
        try {
            return work.get();
        } finally {
            release(weight);
        }
    }

    /**
     * Counts a weight until it is released.
     *
     * @throws Overloaded at once, if the limit is reached
     */
    public void acquire(long weight) {
        long before = waiting.getAndAdd(weight);
        if (before > 0 && before + weight > most) {
            release(weight);
            refused.incrementAndGet();
            throw full();
        }
    }

    @Override
    public long used() {
        return waiting.get();
    }

    @Override
    public long most() {
        return most;
    }

    @Override
    public long refused() {
        return refused.get();
    }

    /** Releases a weight. */
    public void release(long weight) {
        waiting.addAndGet(-weight);
    }
}
