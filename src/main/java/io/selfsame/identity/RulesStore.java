package io.selfsame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.flow.SingleFlight;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.neo4j.driver.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity rules of each space, in versions. Remembers the version it saw of each for a few seconds; whoever decides
 * compares with the ledger's, under the ledger's lock. Thread safe.
 */
public final class RulesStore {

    private static final Logger LOG = LoggerFactory.getLogger(RulesStore.class);

    private static final Statement CURRENT = Statement.of("identity/rules");
    private static final Statement VERSION = Statement.of("identity/rulesVersion");
    private static final Statement CHANGE = Statement.of("identity/changeRules");
    private static final Statement JOIN_TYPES = Statement.of("identity/joinTypes");
    private static final Statement JOINED_TYPES = Statement.of("identity/joinedTypes");

    /** Clients choose types, so a space notes only so many; the rules of all others are the standard ones anyway. */
    private static final int MOST_TYPES = 1_000;

    private final Cache<SpaceId, IdentityRules> known = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(5)).build();
    private final SingleFlight<SpaceId, IdentityRules> asked = new SingleFlight<>();
    private final Map<SpaceId, Set<String>> joined = new ConcurrentHashMap<>();
    /** The version of a space's rules that was last reported as too large. */
    private final Map<SpaceId, Integer> told = new ConcurrentHashMap<>();

    private final Graph graph;

    public RulesStore(Graph graph) {
        this.graph = graph;
    }

    /** A version that was in force a few seconds ago at most; changes made by another instance may be missing. */
    public IdentityRules current(SpaceId space) {
        IdentityRules rules = known.getIfPresent(space);
        return rules != null ? rules : asked.ask(space, () -> latest(space));
    }

    /** The version in force, read now. */
    public IdentityRules latest(SpaceId space) {
        return remember(space, graph.read(CURRENT, Map.of("space", space.value())));
    }

    /** One version, of whatever age. */
    public IdentityRules version(SpaceId space, int version) {
        IdentityRules current = current(space);
        return current.version() == version
                ? current
                : read(space, graph.read(VERSION, Map.of("key", space.key(Integer.toString(version)))));
    }

    /** One version, read inside the transaction that holds the ledger. */
    IdentityRules load(Tx tx, SpaceId space, int version) {
        return remember(space, tx.run(VERSION, Map.of("key", space.key(Integer.toString(version)))));
    }

    private IdentityRules remember(SpaceId space, List<Record> rows) {
        IdentityRules rules = read(space, rows);
        known.put(space, rules);
        return rules;
    }

    private IdentityRules read(SpaceId space, List<Record> rows) {
        if (rows.isEmpty()) {
            throw new IllegalStateException("Space " + space + " has no identity rules");
        }
        Record row = rows.getFirst();
        int version = row.get("version").asInt();
        List<String> beyond = new ArrayList<>();
        IdentityRules rules = RulesJson.stored(Json.parse(row.get("json").asString()), beyond).withVersion(version);
        if (!beyond.isEmpty() && !Objects.equals(told.put(space, version), version)) {
            LOG.warn(
                    "Version {} of the identity rules of {} is larger than rules may be. Left out until it is replaced: {}",
                    version, space, RulesJson.summary(beyond));
        }
        return rules;
    }

    /**
     * Makes a new version, for the events that come after it.
     *
     * @throws io.selfsame.error.Invalid if the body is not a set of rules; the message lists every problem
     */
    public IdentityRules change(SpaceId space, JsonNode body) {
        JsonNode rules = RulesJson.write(RulesJson.read(body));
        int version = graph.write(CHANGE, Map.of("space", space.value(), "json", Json.write(rules), "at",
                IdentityStore.datetime(Instant.now()))).getFirst().get("version").asInt();
        // Read as every other instance will read them, so that all have them in the same order.
        IdentityRules current = RulesJson.read(rules).withVersion(version);
        known.put(space, current);
        return current;
    }

    /** Notes types that events brought along; they have the standard rule until someone gives them their own. */
    void join(Tx tx, SpaceId space, Set<String> types, Instant at) {
        var before = joined.computeIfAbsent(space, s -> ConcurrentHashMap.newKeySet());
        if (before.size() >= MOST_TYPES) {
            return;
        }
        var fresh = types.stream().filter(type -> !before.contains(type)).toList();
        if (!fresh.isEmpty()) {
            tx.run(JOIN_TYPES, Map.of("space", space.value(), "at", IdentityStore.datetime(at), "most", MOST_TYPES,
                    "types",
                    fresh.stream().map(type -> Map.of("key", space.key(type), "type", type)).toList()));
        }
    }

    /** To be called once the transaction of {@link #join} is committed. */
    void joined(SpaceId space, Set<String> types) {
        var before = joined.computeIfAbsent(space, s -> ConcurrentHashMap.newKeySet());
        types.stream().limit(Math.max(0, MOST_TYPES - before.size())).forEach(before::add);
    }

    /** The types that have identified someone in the space, in alphabetical order, 1,000 at most. */
    public List<String> joinedTypes(SpaceId space) {
        return graph.read(JOINED_TYPES, Map.of("space", space.value(), "most", MOST_TYPES)).stream()
                .map(row -> row.get("type").asString()).toList();
    }
}
