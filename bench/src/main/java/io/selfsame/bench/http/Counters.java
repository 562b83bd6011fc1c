package io.selfsame.bench.http;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What all workers count together from start to end, warm-up included. Thread-safe. */
public final class Counters {
    private static final int SAMPLE_LENGTH = 600;

    public final LongAdder sent = new LongAdder();
    public final LongAdder requests = new LongAdder();
    public final LongAdder events = new LongAdder();
    public final LongAdder throttled = new LongAdder();
    public final LongAdder errors = new LongAdder();
    private volatile Optional<String> sample = Optional.empty();

    public void error(String what) {
        errors.increment();
        keep(what);
    }

    private synchronized void keep(String what) {
        if (sample.isEmpty()) {
            sample = Optional.of(what.substring(0, Math.min(what.length(), SAMPLE_LENGTH)));
        }
    }

    /** The first error, in words. */
    public Optional<String> sample() {
        return sample;
    }
}
