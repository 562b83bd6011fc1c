package io.selfsame.siege;

import io.selfsame.siege.client.Wire;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** What attackers know: where the service is, what is in it, and whether to go on. Thread safe. */
final class Siege {

    private final Scale scale;
    private final TestSpace big;
    private final TestSpace hostile;
    private final Acknowledged acknowledged;
    private final Set<Wire> held = ConcurrentHashMap.newKeySet();
    private final BooleanSupplier alive;
    private volatile boolean over;

    /**
     * @param big the space with the big person and the big account
     * @param alive whether there is a service to besiege
     * @param hostile the space whose write key floods, and which strangers know as any write key is public
     */
    Siege(Scale scale, TestSpace big, TestSpace hostile, Acknowledged acknowledged,
            BooleanSupplier alive) {
        this.scale = scale;
        this.big = big;
        this.hostile = hostile;
        this.acknowledged = acknowledged;
        this.alive = alive;
    }

    URI url() {
        return big.url();
    }

    Scale scale() {
        return scale;
    }

    TestSpace big() {
        return big;
    }

    TestSpace hostile() {
        return hostile;
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    /** Whether everybody stops: it was ended, or the service has ended by itself. */
    boolean over() {
        return over || !alive.getAsBoolean();
    }

    /** Ends it, and with it every connection that {@link #hold} gave. */
    void end() {
        over = true;
        held.forEach(Wire::close);
    }

    /** A connection that is closed at the end of the siege, at the latest. The caller gives it back. */
    Wire hold() throws IOException {
        var wire = new Wire(url());
        held.add(wire);
        if (over) {
            wire.close();
        }
        return wire;
    }

    void release(Wire wire) {
        held.remove(wire);
        wire.close();
    }

    /** Does it so many times at once, and returns when all have returned. */
    static void atOnce(int count, IntConsumer what) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int which = i;
            threads.add(Thread.ofVirtual().start(() -> what.accept(which)));
        }
        join(threads);
    }

    static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** What a client leaves between two tries. */
    static void pause(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }
}
