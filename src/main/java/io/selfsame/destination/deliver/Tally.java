package io.selfsame.destination.deliver;

import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What became of the deliveries of one transaction, for the figures of its minute. For one thread. */
public final class Tally {

    /** The steps of how long deliveries take: up to each of these, and longer than the last. */
    public static final List<Duration> LATENCIES = List.of(Duration.ofMillis(250), Duration.ofMillis(500),
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10),
            Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1),
            Duration.ofDays(1));

    private static final Statement COUNT = Statement.of("delivery/count");

    private final long[] latency = new long[LATENCIES.size() + 1];
    private long delivered;
    private long retried;
    private long failed;
    private long filtered;
    private long superseded;

    /** A change has been delivered so long after it was noted. */
    void delivered(Duration took) {
        delivered++;
        int step = 0;
        while (step < LATENCIES.size() && took.compareTo(LATENCIES.get(step)) > 0) {
            step++;
        }
        latency[step]++;
    }

    void retried() {
        retried++;
    }

    void failed() {
        failed++;
    }

    void filtered() {
        filtered++;
    }

    void superseded() {
        superseded++;
    }

    long deliveredCount() {
        return delivered;
    }

    long retriedCount() {
        return retried;
    }

    long failedCount() {
        return failed;
    }

    /** Adds it to the figures. */
    void write(Tx tx, String destination, Instant now) {
        if (delivered + retried + failed + filtered + superseded > 0) {
            Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
            tx.run(COUNT, Map.of("key", destination + "/" + minute.getEpochSecond(), "destination", destination, "at",
                    minute.atZone(ZoneOffset.UTC), "counts",
                    Map.of("delivered", delivered, "retried", retried, "failed", failed, "filtered", filtered,
                            "superseded", superseded),
                    "latency", new ArrayList<>(LongStream.of(latency).boxed().toList())));
        }
    }
}
