package io.selfsame.tracking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Keeps what was refused within limits: of each space the newest {@value #MOST} and none older than {@link #AGE}. Anybody
 * with a public write key can send what is refused, so this is done while it is written, and not only once a day. Thread
 * safe.
 *
 * <p>Between two trims of an instance lie {@value #STEP} rejects of a space, and each drops twice as many if it must, so a
 * space holds at most that much more for each instance.
 */
public final class RefusedRetention {

    /** Of a space. */
    static final int MOST = 10_000;

    /** Since it was last sent. */
    static final Duration AGE = Duration.ofDays(30);

    private static final int STEP = 1_000;
    private static final int LIMIT = 2 * STEP;
    private static final Statement DROP = Statement.of("tracking/dropRejected");

    private final Graph graph;

    /** What was written since the last trim. Who sends nothing for an hour is forgotten; the daily run is for the rest. */
    private final Cache<SpaceId, AtomicLong> written = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterAccess(Duration.ofHours(1)).build();

    public RefusedRetention(Graph graph) {
        this.graph = graph;
    }

    /**
     * Drops all that is too old or too much, in small transactions.
     *
     * @param fence called in each of them; throws if the work is no longer ours
     * @return what was done, in a few words
     */
    public String run(SpaceId space, Consumer<Tx> fence) {
        long dropped = 0;
        long some;
        do {
            some = drop(space, fence);
            dropped += some;
        } while (some == LIMIT);
        return dropped + " refused events dropped";
    }

    /** Counts what was written just now, and trims when it is time. */
    void written(SpaceId space, int rejects) {
        if (rejects == 0) {
            return;
        }
        AtomicLong count = written.get(space, key -> new AtomicLong());
        if (count.addAndGet(rejects) >= STEP) {
            drop(space, tx -> {});
            count.set(0);
        }
    }

    private long drop(SpaceId space, Consumer<Tx> fence) {
        return graph.write(tx -> {
            fence.accept(tx);
            return tx.run(DROP, Map.of("space", space.value(), "before",
                    Instant.now().minus(AGE).atZone(ZoneOffset.UTC), "most", MOST, "limit", LIMIT)).getFirst()
                    .get("dropped").asLong();
        });
    }
}
