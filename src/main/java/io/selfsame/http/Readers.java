package io.selfsame.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.flow.FairSlots;
import io.selfsame.flow.Overloaded;
import io.selfsame.flow.Queues;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Threads that unpack large bodies, search them for their key, and parse them. Requests run on virtual threads, which share a
 * few carrier threads and leave them only when they wait: many large bodies would block the carriers for other requests and
 * health checks. These are platform threads, one fewer than there are cores, and the operating system divides the cores between
 * them and the carriers.
 *
 * <p>Spaces take turns, and so do the write keys of a space; all callers without a key count as one space. {@link FairSlots}
 * limits what waits, and before that the memory for bodies does. Thread safe.
 */
final class Readers {

    /** Bytes of a body that is read on the thread of its request: too few for work that others would notice. */
    static final int SMALL = 8 * 1024;

    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    /** Enough for many senders at once; the memory that bodies may hold is the nearer bound where they are large. */
    private static final int WAITING = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FairSlots<Optional<String>> turns;

    Readers() {
        this.turns = FairSlots.onThreads("large bodies", AT_ONCE, WAITING, PATIENCE, "reader");
    }

    Readers(Executor threads) {
        this.turns = FairSlots.onThreads("large bodies", AT_ONCE, WAITING, PATIENCE, threads);
    }

    /** Shows how often there was no turn. */
    void figures(MeterRegistry registry) {
        Queues.show(registry, "body", turns);
    }

    /**
     * Does work that follows the size of a body, at once if that is small, otherwise by turns. The work must not wait for
     * anything.
     *
     * @param holder the caller; empty for one who has shown no key
     * @param bytes of the body
     * @throws Overloaded if too many of this space wait, its turn does not come in time, or no thread can be had
     */
    <T> T read(Optional<Holder> holder, int bytes, Supplier<T> work) {
        return bytes <= SMALL ? work.get() : byTurns(holder, work);
    }

    /** As {@link #read}, of a size that nobody knows before. */
    <T> T byTurns(Optional<Holder> holder, Supplier<T> work) {
        return turns.during(holder.map(Holder::space), holder.map(Holder::key).orElse(""), work);
    }
}
