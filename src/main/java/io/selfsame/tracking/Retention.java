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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.neo4j.driver.Record;

/**
 * Keeps the rows of a list that anybody with a public write key makes longer (rejected events, or violations) within limits:
 * {@value #MOST} of each space, and none older than {@link #AGE}. So this is done while they are written, and not only once a day; and
 * the write keys of a space share its room fairly, so that none pushes out what others sent. Of each key the newest are kept. Thread safe.
 *
 * <p>An instance trims a space when {@value #STEP} of its rows have come since it last did, and drops as many as have come, or
 * all that is too much if that is less. So a space holds at most {@value #STEP} more for each instance, and what one round brings;
 * but for what came in little numbers before an instance ended, or before an hour in which nothing came, which the daily run drops.
 */
public final class Retention {

    /** Of a space. */
    static final int MOST = 10_000;

    /** Since it was last sent. */
    static final Duration AGE = Duration.ofDays(30);

    static final int STEP = 1_000;

    /** In one transaction: Neo4j loads what it deletes, and a body may have a hundred kilobytes. */
    private static final int LIMIT = 100;
    private static final Statement COUNT_REJECTED = Statement.of("tracking/countRejected");
    private static final Statement DROP_REJECTED = Statement.of("tracking/dropRejected");
    private static final Statement COUNT_VIOLATIONS = Statement.of("tracking/countViolations");
    private static final Statement DROP_VIOLATIONS = Statement.of("tracking/dropViolations");

    private final Graph graph;
    private final Statement counts;
    private final Statement drops;
    private final String what;

    /** What was written since the last trim. Who sends nothing for an hour is forgotten; the daily run is for the rest. */
    private final Cache<SpaceId, AtomicLong> written = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterAccess(Duration.ofHours(1)).build();

    /**
     * What is kept of one write key.
     *
     * @param kept how many in all
     * @param old how many of them, the oldest, are too old
     */
    record OfKey(String sourceId, long kept, long old) {

        long young() {
            return kept - old;
        }
    }

    private Retention(Graph graph, Statement counts, Statement drops, String what) {
        this.graph = graph;
        this.counts = counts;
        this.drops = drops;
        this.what = what;
    }

    /** Of events that were not taken. */
    public static Retention ofRejected(Graph graph) {
        return new Retention(graph, COUNT_REJECTED, DROP_REJECTED, "refused events");
    }

    /** Of parts of events that were left out. */
    public static Retention ofViolations(Graph graph) {
        return new Retention(graph, COUNT_VIOLATIONS, DROP_VIOLATIONS, "violations");
    }

    /**
     * Drops all that is too old or too much, in small transactions.
     *
     * @param fence called in each of them; throws if the work is no longer ours
     * @return what was done, in a few words
     */
    public String run(SpaceId space, Consumer<Tx> fence) {
        return drop(space, fence, Long.MAX_VALUE) + " " + what + " dropped";
    }

    /** Counts what was written just now, and trims when it is time. */
    void written(SpaceId space, int rows) {
        if (rows == 0) {
            return;
        }
        AtomicLong count = written.get(space, key -> new AtomicLong());
        long come = count.addAndGet(rows);
        if (come >= STEP) {
            drop(space, tx -> {}, come);
            count.addAndGet(-come);
        }
    }

    /** Drops what is too old or too much, so many at most. They are counted once, so others that drop at the same time may drop more. */
    private long drop(SpaceId space, Consumer<Tx> fence, long enough) {
        List<OfKey> kept = graph.read(counts, Map.of("space", space.value(), "before",
                Instant.now().minus(AGE).atZone(ZoneOffset.UTC))).stream().map(Retention::ofKey).toList();
        long dropped = 0;
        for (var drop : drops(kept, MOST, enough).entrySet()) {
            long left = drop.getValue();
            long some = LIMIT;
            while (left > 0 && some == LIMIT) {
                some = drop(space, drop.getKey(), Math.min(LIMIT, left), fence);
                dropped += some;
                left -= some;
            }
        }
        return dropped;
    }

    private long drop(SpaceId space, String sourceId, long limit, Consumer<Tx> fence) {
        return graph.write(tx -> {
            fence.accept(tx);
            return tx.run(drops, Map.of("space", space.value(), "sourceId", sourceId, "limit", limit)).getFirst()
                    .get("dropped").asLong();
        });
    }

    private static OfKey ofKey(Record row) {
        return new OfKey(row.get("sourceId").asString(), row.get("kept").asLong(), row.get("old").asLong());
    }

    /**
     * How many of the oldest of each key have to go, beginning with the keys of which most have to.
     *
     * @param most that may be kept of all
     * @param limit the most that may go
     */
    static Map<String, Long> drops(Collection<OfKey> keys, long most, long limit) {
        long share = share(keys, most);
        Map<String, Long> drops = new HashMap<>();
        long left = limit;
        var heaviest = keys.stream()
                .sorted((one, other) -> Long.compare(excess(other, share), excess(one, share))).toList();
        for (OfKey key : heaviest) {
            long drop = Math.min(excess(key, share), left);
            if (drop > 0) {
                drops.put(key.sourceId(), drop);
                left -= drop;
            }
        }
        return drops;
    }

    private static long excess(OfKey key, long share) {
        return key.old() + Math.max(0, key.young() - share);
    }

    /** The most of one key, so that all have place: what those with little leave free is for those with much. */
    private static long share(Collection<OfKey> keys, long most) {
        long left = most;
        int others = keys.size();
        for (long young : keys.stream().mapToLong(OfKey::young).sorted().toArray()) {
            if (young > left / others) {
                return left / others;
            }
            left -= young;
            others--;
        }
        return most;
    }
}
