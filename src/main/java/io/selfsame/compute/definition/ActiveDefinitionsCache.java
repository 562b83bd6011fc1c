package io.selfsame.compute.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.compute.definition.DefinitionStore.ActiveDefinitions;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.graph.Graph;
import io.selfsame.space.SpaceId;
import java.time.ZoneId;
import java.util.Optional;
import org.neo4j.driver.Record;

/** The parsed definitions of each space, in memory. Thread safe. */
final class ActiveDefinitionsCache {

    /**
     * Bytes of the cache. The definitions of each space count as equally large, lists by their size. There are three such caches in a
     * process.
     */
    private static final long REMEMBERED = Runtime.getRuntime().maxMemory() / 64 / 3;
    private static final long REMEMBERED_SPACES = 10_000;

    private final Graph graph;
    private final Cache<SpaceId, ActiveDefinitions> known = Caffeine.newBuilder().maximumWeight(REMEMBERED)
            .<SpaceId, ActiveDefinitions>weigher(ActiveDefinitionsCache::weight).build();

    /**
     * At most half of the cache, though the longest allowed lists take more of a small heap: an entry larger than the cache is never
     * kept, and each slice of a refresh would parse every query again.
     */
    private static int weight(SpaceId space, ActiveDefinitions active) {
        long lists = active.plan().around().lists().values().stream().mapToLong(EvaluationPlan.ValueList::bytes).sum();
        return (int) Math.min(Math.min(REMEMBERED / 2, Integer.MAX_VALUE), REMEMBERED / REMEMBERED_SPACES + lists);
    }

    ActiveDefinitionsCache(Graph graph) {
        this.graph = graph;
    }

    /** The definitions of a version, if they are cached. */
    Optional<ActiveDefinitions> get(SpaceId space, long version) {
        return Optional.ofNullable(known.getIfPresent(space)).filter(enabled -> enabled.version() == version);
    }

    /**
     * Reads the newest definitions, under the lock that changes take. Without it a read may see half of a commit, and definitions of
     * an older version would be cached as the newer one.
     */
    ActiveDefinitions read(SpaceId space) {
        ActiveDefinitions now = graph.write(tx -> {
            Record locked = DefinitionStore.lock(tx, space, 0);
            long version = locked.get("version").asLong();
            ZoneId zone = ZoneId.of(locked.get("timeZone").asString());
            // Another thread may have read it meanwhile.
            return get(space, version).orElseGet(() -> ActiveDefinitions.of(version,
                    new EvaluationPlan.Surroundings(zone, StoredLists.load(tx, space)),
                    DefinitionStore.load(tx, space)));
        });
        known.put(space, now);
        return now;
    }
}
