package io.selfsame.tracking;

import io.selfsame.graph.StatementFailed;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Logs writes that failed: one line every ten seconds at most, however many there are. Thread safe. */
final class FailedRounds {

    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final Logger log;
    private final AtomicLong last = new AtomicLong(System.nanoTime() - PAUSE);
    private final AtomicLong unsaid = new AtomicLong();

    FailedRounds(Logger log) {
        this.log = log;
    }

    /**
     * Says what failed, without the words of Neo4j, which may quote people's data.
     *
     * @param what and what is done about it
     */
    void note(String what, RuntimeException failure) {
        long now = System.nanoTime();
        long before = last.get();
        if (now - before < PAUSE || !last.compareAndSet(before, now)) {
            unsaid.incrementAndGet();
            return;
        }
        log.warn("{} ({} other failures since the last such line): {}", what, unsaid.getAndSet(0),
                StatementFailed.loggable(failure).getMessage());
    }
}
