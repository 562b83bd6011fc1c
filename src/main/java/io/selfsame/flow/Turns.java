package io.selfsame.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that can be long, a few pieces at a time. Of one owner at most half of them: whatever an owner asks for, another
 * finds a place. Those who must wait are let in by turns, an owner after the other, and each for so long only. Thread
 * safe; meant for virtual threads.
 *
 * <p>Memory is bounded by the owners times what may wait of each; an owner of whom nothing is done or waits leaves nothing
 * behind. Work within work of the same kind would wait for itself, until its time is over: do not.
 *
 * @param <K> an owner; with {@code equals} and {@code hashCode}
 */
public final class Turns<K> {

    private final String name;
    private final int places;
    private final int most;
    private final int waiting;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();

    /** Whoever works or waits, those first who come first. Guarded by the lock, as all in it is. */
    private final Map<K, Owner> owners = new LinkedHashMap<>();

    private int taken;
    private long refused;

    /** One that waits, equal to itself alone. */
    private static final class Turn {
        private final CompletableFuture<Boolean> come = new CompletableFuture<>();
    }

    private static final class Owner {
        private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
        private int taken;
    }

    /**
     * Sets up an idle one.
     *
     * @param name for the message of {@link Overloaded}
     * @param places how much is done at once
     * @param waiting how many of one owner may wait
     * @param patience how long one may wait
     */
    public Turns(String name, int places, int waiting, Duration patience) {
        this.name = name;
        this.places = places;
        this.most = Math.max(1, places / 2);
        this.waiting = waiting;
        this.patience = patience;
    }

    /**
     * Does the work when its turn comes.
     *
     * @throws Overloaded if its turn does not come in time, or too many of this owner wait already
     */
    public <T> T during(K owner, Supplier<T> work) {
        await(owner);
        try {
            return work.get();
        } finally {
            leave(owner);
        }
    }

    private void await(K owner) {
        Turn turn = enter(owner);
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
        giveUp(owner, turn);
        throw full();
    }

    /** A turn to wait for; null if it is there. */
    private @Nullable Turn enter(K key) {
        lock.lock();
        try {
            Owner owner = owners.computeIfAbsent(key, absent -> new Owner());
            if (taken < places && owner.taken < most && owner.waiting.isEmpty()) {
                taken++;
                owner.taken++;
                return null;
            }
            if (owner.waiting.size() >= waiting) {
                refused++;
                throw full();
            }
            var turn = new Turn();
            owner.waiting.add(turn);
            return turn;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(K key, Turn turn) {
        lock.lock();
        try {
            refused++;
            if (turn.come.isDone()) {
                leave(key);
                return;
            }
            Owner owner = owners.get(key);
            if (owner != null) {
                owner.waiting.remove(turn);
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
            Owner owner = owners.get(key);
            if (owner != null) {
                owner.taken--;
                forgetIdle(key, owner);
            }
            next();
        } finally {
            lock.unlock();
        }
    }

    private void forgetIdle(K key, Owner owner) {
        if (owner.taken == 0 && owner.waiting.isEmpty()) {
            owners.remove(key);
        }
    }

    /** Lets in who comes next; its owner comes last then. */
    private void next() {
        while (taken < places) {
            var found = owners.entrySet().stream()
                    .filter(each -> !each.getValue().waiting.isEmpty() && each.getValue().taken < most).findFirst();
            if (found.isEmpty()) {
                return;
            }
            K key = found.get().getKey();
            Owner owner = found.get().getValue();
            owners.remove(key);
            owners.put(key, owner);
            taken++;
            owner.taken++;
            owner.waiting.remove().come.complete(true);
        }
    }

    /** How often somebody was refused so far. */
    public long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    private Overloaded full() {
        return new Overloaded("Too many " + name + " at once; ask again after the Retry-After seconds");
    }
}
