package io.selfsame.destination.deliver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Tells whether a receiver forbids one message or all. It forbids one if it takes another whose request began after that was forbidden.
 * Of one that was forbidden in an earlier run, before somebody resumed the destination, each request of this run began later. Thread safe.
 */
final class Doubt {

    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Set<String> before;
    private final Duration patience;
    private final Set<String> forbidden = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean hasTaken;
    private long lastTaken;

    /**
     * Of one run.
     *
     * @param before the deliveries that were forbidden in earlier runs
     * @param patience how long it waits for another message to be taken
     */
    Doubt(Set<String> before, Duration patience) {
        this.before = Set.copyOf(before);
        this.patience = patience;
    }

    /** A message was taken, whose request began then, by {@link System#nanoTime}. */
    void taken(long began) {
        lock.lock();
        try {
            if (!hasTaken || began - lastTaken > 0) {
                hasTaken = true;
                lastTaken = began;
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Deliveries that were forbidden in this run, with all others as far as that can be told. */
    List<String> forbidden() {
        lock.lock();
        try {
            return new ArrayList<>(forbidden);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether it is for this message alone that the receiver has forbidden it just now. It waits for others to be taken.
     *
     * @param goOn whether that makes sense
     */
    boolean isForOne(String delivery, BooleanSupplier goOn) throws InterruptedException {
        long now = System.nanoTime();
        lock.lock();
        try {
            while (!hasTaken || (!before.contains(delivery) && lastTaken - now <= 0)) {
                long left = patience.toNanos() - (System.nanoTime() - now);
                if (!goOn.getAsBoolean() || left <= 0) {
                    forbidden.add(delivery);
                    return false;
                }
                boolean unused = news.await(Math.min(left, GLANCE.toNanos()), TimeUnit.NANOSECONDS);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
