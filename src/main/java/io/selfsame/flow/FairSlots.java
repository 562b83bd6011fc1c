package io.selfsame.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits work that may take long to a few pieces at a time. One owner gets at most half of the places, so others find one.
 * Owners that wait take turns, each for a limited time. An owner may have parts, which take turns in the same way when it is the
 * owner's turn. Thread safe; for virtual threads.
 *
 * <p>Memory is bounded by the number of owners times twice the waiting limit; an owner without work leaves nothing behind. Work
 * must not start work of the same kind: it would wait for itself, until its time is over.
 *
 * @param <K> an owner; with {@code equals} and {@code hashCode}
 */
public final class FairSlots<K> implements Queues.Bounded {

    private final String name;
    private final int places;
    private final int most;
    private final int waiting;
    private final Duration patience;
    private final Optional<Executor> threads;
    private final ReentrantLock lock = new ReentrantLock();

    /** Whoever works or waits, those first who come first. Guarded by the lock, as all in it is. */
    private final Map<K, SlotOwner> owners = new LinkedHashMap<>();

    private int taken;
    private final AtomicLong refused = new AtomicLong();

    /** One that waits, equal to itself alone. */
    private static final class Turn {
        private final CompletableFuture<Boolean> come = new CompletableFuture<>();
    }

    private static final class SlotOwner {
        /** By part, those first whose turn it is; none is empty. */
        private final Map<Object, ArrayDeque<Turn>> parts = new LinkedHashMap<>();
        private int waiting;
        private int taken;

        void add(Object part, Turn turn) {
            parts.computeIfAbsent(part, absent -> new ArrayDeque<>()).add(turn);
            waiting++;
        }

        void remove(Object part, Turn turn) {
            var turns = parts.get(part);
            if (turns != null && turns.remove(turn)) {
                waiting--;
                if (turns.isEmpty()) {
                    parts.remove(part);
                }
            }
        }

        /** Who comes next; their part comes last then. */
        Turn next() {
            var first = parts.entrySet().iterator().next();
            Turn turn = first.getValue().remove();
            waiting--;
            parts.remove(first.getKey());
            if (!first.getValue().isEmpty()) {
                parts.put(first.getKey(), first.getValue());
            }
            return turn;
        }
    }

    /**
     * An idle one.
     *
     * @param name for the message of {@link Overloaded}
     * @param places how many pieces of work may run
     * @param waiting how many pieces of one owner may wait, and beside them one of each part that has none waiting, up to the
     *     same number
     * @param patience how long one may wait
     */
    public FairSlots(String name, int places, int waiting, Duration patience) {
        this(name, places, waiting, patience, Optional.empty());
    }

    /**
     * As the constructor, for work that computes for more than a moment. Virtual threads share a few carrier threads and leave
     * them only when they wait: such work would keep these from everybody else, and from health checks. It is done by platform
     * threads, between which and the carriers the operating system divides the cores. They are as many as work at once, and end
     * when there has been nothing to do for a minute.
     *
     * @param threads what they are named after
     */
    public static <K> FairSlots<K> onThreads(String name, int places, int waiting, Duration patience, String threads) {
        return onThreads(name, places, waiting, patience,
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name(threads + "-", 0).factory()));
    }

    /** As the other, on threads of somebody else's. */
    public static <K> FairSlots<K> onThreads(String name, int places, int waiting, Duration patience,
            Executor threads) {
        return new FairSlots<>(name, places, waiting, patience, Optional.of(threads));
    }

    private FairSlots(String name, int places, int waiting, Duration patience, Optional<Executor> threads) {
        this.threads = threads;
        this.name = name;
        this.places = places;
        this.most = Math.max(1, places / 2);
        this.waiting = waiting;
        this.patience = patience;
    }

    /**
     * Runs work when its turn comes.
     *
     * @throws Overloaded if its turn does not come in time, too much of this owner waits already, or no thread can be started
     */
    public <T> T during(K owner, Supplier<T> work) {
        return during(owner, "", work);
    }

    /**
     * As {@link #during(Object, Supplier)}, for one part of an owner.
     *
     * @param part with {@code equals} and {@code hashCode}
     */
    public <T> T during(K owner, Object part, Supplier<T> work) {
        await(owner, part);
        try {
            return threads.isPresent() ? await(begin(threads.get(), work)) : work.get();
        } finally {
            leave(owner);
        }
    }

    /** A process has so many threads only, and what Java throws then would leave the request without an answer. */
    @SuppressWarnings("CatchThrowable")
    private static <T> CompletableFuture<T> begin(Executor threads, Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (Throwable noThread) {
            throw new Overloaded("No thread can be had for it; send again after the Retry-After seconds");
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void await(K owner, Object part) {
        Turn turn = enter(owner, part);
        if (turn == null) {
            return;
        }
        try {
            turn.come.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return;
        } catch (TimeoutException e) {
            // Its turn may come at this very moment.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        giveUp(owner, part, turn);
        throw full();
    }

    /** A turn to wait for; null if it is there. */
    private @Nullable Turn enter(K key, Object part) {
        lock.lock();
        try {
            SlotOwner owner = owners.computeIfAbsent(key, absent -> new SlotOwner());
            if (taken < places && owner.taken < most && owner.waiting == 0) {
                taken++;
                owner.taken++;
                return null;
            }
            if (owner.waiting >= (owner.parts.containsKey(part) ? waiting : 2 * waiting)) {
                refused.incrementAndGet();
                throw full();
            }
            var turn = new Turn();
            owner.add(part, turn);
            return turn;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(K key, Object part, Turn turn) {
        lock.lock();
        try {
            refused.incrementAndGet();
            if (turn.come.isDone()) {
                leave(key);
                return;
            }
            SlotOwner owner = owners.get(key);
            if (owner != null) {
                owner.remove(part, turn);
                forgetIdle(key, owner);
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave(K key) {
        lock.lock();
        try {
            taken--;
            SlotOwner owner = owners.get(key);
            if (owner != null) {
                owner.taken--;
                forgetIdle(key, owner);
            }
            next();
        } finally {
            lock.unlock();
        }
    }

    private void forgetIdle(K key, SlotOwner owner) {
        if (owner.taken == 0 && owner.waiting == 0) {
            owners.remove(key);
        }
    }

    /** Lets in who comes next; its owner comes last then. */
    private void next() {
        while (taken < places) {
            var found = owners.entrySet().stream()
                    .filter(each -> each.getValue().waiting > 0 && each.getValue().taken < most).findFirst();
            if (found.isEmpty()) {
                return;
            }
            K key = found.get().getKey();
            SlotOwner owner = found.get().getValue();
            owners.remove(key);
            owners.put(key, owner);
            taken++;
            owner.taken++;
            owner.next().come.complete(true);
        }
    }

    /** The number of pieces that run or wait, of all owners. */
    @Override
    public long used() {
        lock.lock();
        try {
            return taken + owners.values().stream().mapToLong(owner -> owner.waiting).sum();
        } finally {
            lock.unlock();
        }
    }

    /** The number of pieces that may run, and wait of one owner. */
    @Override
    public long most() {
        return (long) places + waiting;
    }

    @Override
    public long refused() {
        return refused.get();
    }

    private Overloaded full() {
        return new Overloaded("Too many " + name + " at once; ask again after the Retry-After seconds");
    }
}
