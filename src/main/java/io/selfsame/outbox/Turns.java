package io.selfsame.outbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Has work of one key be done one piece after another, in the order in which it comes: of work that waits for one lock of the database all but
 * one would keep places that others need. Thread safe; for virtual threads. Keys without work leave nothing behind.
 *
 * @param <K> with {@code equals} and {@code hashCode}
 */
public final class Turns<K> {

    private final Map<K, Line> lines = new ConcurrentHashMap<>();

    private static final class Line {
        private final ReentrantLock lock = new ReentrantLock(true);
        /** Those who work or wait; changed within the map alone. */
        private int users;
    }

    /** Does the work when it is its turn; waits as long as that takes. Work may begin work of the same key. */
    public <T> T during(K key, Supplier<T> work) {
        Line line = lines.compute(key, (any, known) -> {
            Line its = known == null ? new Line() : known;
            its.users++;
            return its;
        });
        line.lock.lock();
        try {
            return work.get();
        } finally {
            line.lock.unlock();
            lines.computeIfPresent(key, (any, known) -> {
                known.users--;
                return known.users == 0 ? null : known;
            });
        }
    }

    /** The number of keys with work. */
    int keys() {
        return lines.size();
    }
}
