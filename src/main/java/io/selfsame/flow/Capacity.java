package io.selfsame.flow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Bounds what waits, over all queues that share it. Thread safe. Something larger than the whole bound still passes
 * when nothing else waits.
 */
public final class Capacity implements Queues.Bounded {

    private final String name;
    private final long most;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * Shared by the queues it is given to.
     *
     * @param name for the message of {@link Overloaded}
     * @param most in whatever unit the queues weigh
     */
    public Capacity(String name, long most) {
        this.name = name;
        this.most = most;
    }

    private Overloaded full() {
        return new Overloaded("The " + name + " queue is full; send again after the Retry-After seconds");
    }

    /**
     * Counts something in while work is done on it.
     *
     * @throws Overloaded at once, if too much is counted in already
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
     * Counts something in, until it is given back.
     *
     * @throws Overloaded at once, if too much is counted in already
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

    /** Gives back what was taken. */
    public void release(long weight) {
        waiting.addAndGet(-weight);
    }
}
