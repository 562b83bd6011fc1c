package io.selfsame.destination.deliver;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.space.SpaceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts for those who watch the service what became of deliveries, by space, as this instance has noted it. Thread safe. */
final class DeliveryCounts {

    /** Spaces with series of their own; the rest share one. */
    private static final int MOST = 100;
    private static final String OTHERS = "(others)";

    private final MeterRegistry registry;
    private final Map<String, Series> spaces = new ConcurrentHashMap<>();

    private record Series(Counter delivered, Counter retried, Counter failed) {}

    DeliveryCounts(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Adds what a transaction has noted. */
    void add(SpaceId space, Tally tally) {
        Series series = series(space.value());
        series.delivered().increment((double) tally.deliveredCount());
        series.retried().increment((double) tally.retriedCount());
        series.failed().increment((double) tally.failedCount());
    }

    private Series series(String space) {
        Series known = spaces.get(space);
        if (known != null) {
            return known;
        }
        return spaces.computeIfAbsent(spaces.size() < MOST ? space : OTHERS, this::made);
    }

    private Series made(String space) {
        return new Series(counter(space, "delivered"), counter(space, "retried"), counter(space, "failed"));
    }

    private Counter counter(String space, String outcome) {
        return Counter.builder("selfsame.deliveries")
                .description("Attempts to tell a destination of a change, by what became of them")
                .tag("space", space).tag("outcome", outcome).register(registry);
    }
}
