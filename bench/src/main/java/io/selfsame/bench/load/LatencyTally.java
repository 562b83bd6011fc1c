package io.selfsame.bench.load;

import io.selfsame.bench.http.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latencies of the requests that succeeded in the measured time, for each operation. Not thread-safe: one for each worker. */
public final class LatencyTally {
    /** Three digits are kept: p99.9 is exact to 0.1 %. */
    public static final int DIGITS = 3;

    private final Map<Operation, Histogram> latencies = new EnumMap<>(Operation.class);
    private long events;
    private long unsent;

    void record(Operation operation, long nanos, int eventsInRequest) {
        latency(operation).recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
        events += eventsInRequest;
    }

    /**
     * An open loop's request that was due but had no free connection until the end: its latency is at least this, and leaving
     * it out would hide just the requests that fared worst.
     */
    void recordUnsent(Operation operation, long nanos) {
        record(operation, nanos, 0);
        unsent++;
    }

    void add(LatencyTally other) {
        other.latencies.forEach((operation, histogram) -> latency(operation).add(histogram));
        events += other.events;
        unsent += other.unsent;
    }

    private Histogram latency(Operation operation) {
        return latencies.computeIfAbsent(operation, o -> new Histogram(DIGITS));
    }

    /** Microseconds, for each operation that occurred. */
    public Map<Operation, Histogram> latencies() {
        return latencies;
    }

    /** Requests answered with success. */
    public long requests() {
        return latencies.values().stream().mapToLong(Histogram::getTotalCount).sum() - unsent;
    }

    long events() {
        return events;
    }

    public long unsent() {
        return unsent;
    }
}
