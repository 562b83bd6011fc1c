package io.selfsame.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.ksuid.Ksuid;
import io.selfsame.column.Columns;
import io.selfsame.flow.Capacity;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a query would say of everybody, without becoming a definition. A preview is worked out beside the request and kept for a
 * day in the graph, so that any instance can answer for it. Thread safe.
 */
final class Previews {

    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    private static final Statement SAVE = Statement.of("compute/savePreview");
    private static final Statement GET = Statement.of("compute/preview");
    private static final Statement EXTERNAL_IDS = Statement.of("compute/externalIds");

    /** An instance that has just started may not have said yet that it lives. */
    private static final Duration LOST = Duration.ofSeconds(15);
    private static final int AT_ONCE = 2;
    private static final int WAITING = 100;

    private final Graph graph;
    private final String instance;
    private final Definitions definitions;
    private final Columns columns;
    private final RulesStore rules;
    private final Semaphore running = new Semaphore(AT_ONCE);
    private final Capacity capacity = new Capacity("preview", WAITING);

    /** @param instance the name of this instance of the service among those that are alive */
    Previews(Graph graph, Definitions definitions, Columns columns, RulesStore rules, String instance) {
        this.graph = graph;
        this.instance = instance;
        this.definitions = definitions;
        this.columns = columns;
        this.rules = rules;
    }

    /**
     * A preview asked for.
     *
     * @param asOf the instant of evaluation; empty: now
     * @param head what its answers begin with
     */
    record Asked(SpaceId space, Kind kind, Definition definition, Optional<Instant> asOf, int sampleSize,
            ObjectNode head) {}

    /**
     * Begins one; answers with how it stands.
     *
     * @throws Conflict if it stands on a definition that has no results
     * @throws io.selfsame.flow.Overloaded if too many wait
     */
    ObjectNode start(Asked asked) {
        definitions.requireTargets(asked.space(), asked.definition());
        String id = asked.kind().previewPrefix() + Ksuid.newKsuid();
        ObjectNode answer = Json.object().put("id", id);
        answer.setAll(asked.head());
        capacity.take(1);
        try {
            save(asked.space(), id, answer, "RUNNING");
        } catch (RuntimeException e) {
            capacity.give(1);
            throw e;
        }
        ObjectNode result = answer.deepCopy();
        Thread.ofVirtual().name("preview").start(() -> work(asked, id, result));
        return answer.put("status", "RUNNING");
    }

    private void work(Asked asked, String id, ObjectNode answer) {
        running.acquireUninterruptibly();
        try {
            fill(asked, answer);
            save(asked.space(), id, answer, "COMPLETED");
        } catch (RuntimeException e) {
            LOG.warn("Preview {} failed: {}", id, e.toString());
            fail(asked.space(), id, answer);
        } finally {
            running.release();
            capacity.give(1);
        }
    }

    private void fail(SpaceId space, String id, ObjectNode answer) {
        try {
            save(space, id, answer.put("failureReason",
                    "It could not be worked out; the log of the service says more. Ask again"), "FAILED");
        } catch (RuntimeException e) {
            // As when the service stops. Whoever asks is told so once it is gone.
            LOG.warn("That preview {} failed could not be written: {}", id, e.toString());
        }
    }

    private void fill(Asked asked, ObjectNode answer) {
        long start = System.nanoTime();
        Instant now = asked.asOf().orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.MILLIS));
        SpaceId space = asked.space();
        var catalog = definitions.enabled(space).catalog().closure(asked.definition());
        var found = new Everybody(graph, space, columns.latest(space), rules.current(space).traitPolicies(), now)
                .find(asked.definition(), catalog, asked.asOf().isPresent());
        answer.put("computeMillis", Duration.ofNanos(System.nanoTime() - start).toMillis());
        answer.put("asOf", now.toString());
        answer.putObject("size").put("count", found.values().size()).put("type", asked.definition().level().name());
        var breakdown = answer.putArray("breakdown");
        found.idTypes().forEach((type, count) -> breakdown.addObject().put("type", type).put("count", count));
        List<String> sample = found.values().keySet().stream().limit(asked.sampleSize()).toList();
        Map<String, List<Value>> ids = externalIds(sample);
        var results = answer.putArray("results");
        for (String name : sample) {
            ObjectNode result = results.addObject().put("id", name);
            var all = result.putArray("external_ids");
            ids.getOrDefault(name, List.of()).forEach(
                    one -> all.addObject().put("type", one.get(0).asString()).put("id", one.get(1).asString()));
            result.set("value", found.values().get(name));
        }
    }

    /** Types and values, by owner. */
    Map<String, List<Value>> externalIds(List<String> owners) {
        Map<String, List<Value>> ids = new java.util.HashMap<>();
        if (!owners.isEmpty()) {
            for (Record row : graph.read(EXTERNAL_IDS, Map.of("owners", owners))) {
                ids.put(row.get("owner").asString(), row.get("ids").asList(value -> value));
            }
        }
        return ids;
    }

    private void save(SpaceId space, String id, ObjectNode answer, String status) {
        graph.write(SAVE, Map.of("key", space.key(id), "space", space.value(), "id", id, "status", status, "answer",
                Json.write(answer), "at", Instant.now().atZone(ZoneOffset.UTC), "instance", instance));
    }

    /** How one stands; empty if there is none of that kind and id. */
    Optional<ObjectNode> get(SpaceId space, Kind kind, String id) {
        if (!id.startsWith(kind.previewPrefix())) {
            return Optional.empty();
        }
        return graph.read(GET, Map.of("key", space.key(id))).stream().findFirst().map(row -> {
            JsonNode answer = Json.parse(row.get("answer").asString());
            String status = row.get("status").asString();
            boolean lost = status.equals("RUNNING") && !row.get("alive").asBoolean() && row.get("createdAt")
                    .asZonedDateTime().toInstant().isBefore(Instant.now().minus(LOST));
            return lost
                    ? ((ObjectNode) answer).put("status", "FAILED").put("failureReason",
                            "The service that worked on it has stopped; ask again")
                    : ((ObjectNode) answer).put("status", status);
        });
    }
}
