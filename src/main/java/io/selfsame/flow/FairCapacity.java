package io.selfsame.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits what is held at once, and divides it fairly between keys. Thread safe; each call takes a short lock and a few look-ups.
 *
 * <p>There are no fixed shares. A key may hold at most {@value #SHARE} times what is free, so a single key gets most of the
 * capacity, several busy keys get equal parts, and a new key always finds some. Keys may belong to groups: the share of a group
 * is found in the same way, and is divided in the same way between its keys. Something larger than a share passes when its key
 * holds nothing and there is room, or when nothing at all is held.
 *
 * <p>Keys that hold nothing leave no state behind, so what is held limits the memory.
 *
 * @param <K> who holds; with {@code equals} and {@code hashCode}
 */
public final class FairCapacity<K> implements Queues.Bounded {

    private static final int SHARE = 2;

    private final String what;
    private final long most;
    private final boolean grouped;
    private final Function<K, ?> groupOf;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, KeyGroup<K>> groups = new HashMap<>();
    private long used;
    private final AtomicLong refused = new AtomicLong();

    /** What the keys of a group hold, and their sum. Lives while it is not zero. */
    private static final class KeyGroup<K> {
        private final Map<K, Long> keys = new HashMap<>();
        private long held;
    }

    /**
     * A capacity that is divided between keys.
     *
     * @param what for the message of {@link Overloaded}: "The … queue is full"
     * @param most in the unit of the weights
     */
    public FairCapacity(String what, long most) {
        this(what, most, false, key -> "");
    }

    /**
     * A capacity that is divided between groups, and the part of a group between its keys.
     *
     * @param groupOf the group of a key, always the same
     */
    public FairCapacity(String what, long most, Function<K, ?> groupOf) {
        this(what, most, true, groupOf);
    }

    private FairCapacity(String what, long most, boolean grouped, Function<K, ?> groupOf) {
        this.what = what;
        this.most = most;
        this.grouped = grouped;
        this.groupOf = groupOf;
    }

    /**
     * Counts a weight until it is released.
     *
     * @throws Overloaded at once, if the key has its share, or nothing is free
     */
    public void acquire(K key, long weight) {
        if (weight < 0) {
            throw new IllegalArgumentException("Negative weight " + weight);
        }
        Object groupKey = groupOf.apply(key);
        lock.lock();
        try {
            requireShare(key, groups.get(groupKey), weight);
            if (weight > 0) {
                KeyGroup<K> group = groups.computeIfAbsent(groupKey, any -> new KeyGroup<>());
                group.held += weight;
                group.keys.merge(key, weight, Long::sum);
                used += weight;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Releases what was acquired, at once or in parts. */
    public void release(K key, long weight) {
        if (weight == 0) {
            return;
        }
        Object groupKey = groupOf.apply(key);
        lock.lock();
        try {
            KeyGroup<K> group = groups.get(groupKey);
            long held = group == null ? 0 : group.keys.getOrDefault(key, 0L);
            if (group == null || weight < 0 || weight > held) {
                throw new IllegalStateException("Released " + weight + " of " + held);
            }
            if (weight == held) {
                group.keys.remove(key);
            } else {
                group.keys.put(key, held - weight);
            }
            group.held -= weight;
            if (group.held == 0) {
                groups.remove(groupKey);
            }
            used -= weight;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts a weight while work runs.
     *
     * @throws Overloaded as {@link #acquire}
     */
    public <T> T during(K key, long weight, Supplier<T> work) {
        acquire(key, weight);
        try {
            return work.get();
        } finally {
            release(key, weight);
        }
    }

    /**
     * Refuses work early that could not be counted anyway.
     *
     * @throws Overloaded if not even a weight of 1 could be acquired now
     */
    public void requireRoom(K key) {
        Object groupKey = groupOf.apply(key);
        lock.lock();
        try {
            requireShare(key, groups.get(groupKey), 1);
        } finally {
            lock.unlock();
        }
    }

    private void requireShare(K key, @Nullable KeyGroup<K> group, long weight) {
        long held = group == null ? 0 : group.held;
        long mine = group == null ? 0 : group.keys.getOrDefault(key, 0L);
        long free = most - used - weight;
        long room = grouped ? SHARE * free - held - weight : free;
        boolean share = mine > 0 ? mine + weight <= SHARE * room : held == 0 || room >= 0;
        boolean passes = used == 0 || (free >= 0 && share);
        if (!passes) {
            refused.incrementAndGet();
            throw new Overloaded(free < 0
                    ? "The " + what + " queue is full; send again after the Retry-After seconds"
                    : "Your share of the " + what + " queue is full; send again after the Retry-After seconds");
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

    @Override
    public long refused() {
        return refused.get();
    }
}
