package io.selfsame.bench;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What all workers count together from start to end, warm-up included. Thread-safe. */
final class Counters {
    private static final int SAMPLE_LENGTH = 600;

    final LongAdder sent = new LongAdder();
    final LongAdder requests = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder throttled = new LongAdder();
    final LongAdder errors = new LongAdder();
    private volatile Optional<String> sample = Optional.empty();

    void error(String what) {
        errors.increment();
        keep(what);
    }

    private synchronized void keep(String what) {
        if (sample.isEmpty()) {
            sample = Optional.of(what.substring(0, Math.min(what.length(), SAMPLE_LENGTH)));
        }
    }

    /** The first error, in words. */
    Optional<String> sample() {
        return sample;
    }
}
