package io.selfsame.compute.people;

import io.selfsame.flow.Overloaded;
import io.selfsame.flow.Queues;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A limited resource, such as heap, that owners take parts of. An owner that must wait gets its part in turn: owners take turns,
 * and nothing overtakes the request whose turn it is, so a large request waits no longer than a small one. A request for more
 * than there is gets all of it when nobody else has any. Thread safe.
 *
 * <p>An owner that has a part must not wait for another: take everything at once. The memory of this class is bounded by the
 * number of waiting threads.
 *
 * @param <K> an owner; with {@code equals} and {@code hashCode}
 */
final class Budget<K> implements Queues.Bounded {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final String name;
    private final long most;
    private final ReentrantLock lock = new ReentrantLock();

    /** Who waits, those first whose turn it is. Guarded by the lock, as all in it is. */
    private final Map<K, ArrayDeque<Waiting>> waiting = new LinkedHashMap<>();

    private long used;
    private final AtomicLong refused = new AtomicLong();

    /** A waiting request, equal only to itself. */
    private static final class Waiting {
        private final long weight;
        private final CompletableFuture<Boolean> come = new CompletableFuture<>();

        Waiting(long weight) {
            this.weight = weight;
        }
    }

    /**
     * Nobody has any of it yet.
     *
     * @param name for the message of {@link Overloaded}
     * @param most how much there is, in whatever unit the callers weigh
     */
    Budget(String name, long most) {
        this.name = name;
        this.most = most;
    }

    /**
     * Takes a part when its turn has come, and gives it back when the work is done.
     *
     * @param patience how long it is waited for
     * @param check called several times a second while it is waited for, to see whether it is still wanted; may throw
     * @throws Overloaded if its turn does not come in time, or the thread is interrupted
     */
    <T> T during(K owner, long weight, Duration patience, Runnable check, Supplier<T> work) {
        take(owner, weight, patience, check);
        try {
            return work.get();
        } finally {
            give(weight);
        }
    }

    private void take(K owner, long weight, Duration patience, Runnable check) {
        Waiting one = enter(owner, weight);
        boolean come = false;
        try {
            come = await(one, patience, check);
        } finally {
            if (!come) {
                giveUp(owner, one);
            }
        }
        if (!come) {
            throw new Overloaded("Too much is worked on for " + name
                    + " at once; ask again after the Retry-After seconds");
        }
    }

    private Waiting enter(K owner, long weight) {
        var one = new Waiting(weight);
        lock.lock();
        try {
            waiting.computeIfAbsent(owner, absent -> new ArrayDeque<>()).add(one);
            next();
        } finally {
            lock.unlock();
        }
        return one;
    }

    private static boolean await(Waiting one, Duration patience, Runnable check) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            try {
                return one.come.get(Math.max(0, Math.min(left, LOOK.toNanos())), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (left <= 0) {
                    return false;
                }
                check.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void giveUp(K owner, Waiting one) {
        lock.lock();
        try {
            refused.incrementAndGet();
            if (one.come.isDone()) {
                // It came at this very moment.
                used -= one.weight;
            } else {
                var its = waiting.get(owner);
                if (its != null && its.remove(one) && its.isEmpty()) {
                    waiting.remove(owner);
                }
            }
            next();
        } finally {
            lock.unlock();
        }
    }

    private void give(long weight) {
        lock.lock();
        try {
            used -= weight;
            next();
        } finally {
            lock.unlock();
        }
    }

    /** Lets in who comes next, if there is enough for them; their owner comes last then. */
    private void next() {
        while (!waiting.isEmpty()) {
            var first = waiting.entrySet().iterator().next();
            Waiting one = first.getValue().element();
            if (used > 0 && used + one.weight > most) {
                return;
            }
            used += one.weight;
            first.getValue().remove();
            waiting.remove(first.getKey());
            if (!first.getValue().isEmpty()) {
                waiting.put(first.getKey(), first.getValue());
            }
            one.come.complete(true);
        }
    }

    @Override
    public long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long most() {
        return most;
    }

    /** The number of requests that waited in vain so far, for whatever reason. */
    @Override
    public long refused() {
        return refused.get();
    }
}
