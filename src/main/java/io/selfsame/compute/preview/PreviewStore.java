package io.selfsame.compute.preview;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.preview.PreviewAnswers.ExternalIdFields;
import io.selfsame.compute.preview.PreviewAnswers.Preview;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.Owner;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;

/**
 * Previews in the graph, so that any instance can answer for them. Thread safe.
 *
 * @param instance the name of this instance of the service
 */
record PreviewStore(Graph graph, String instance) {

    private static final Statement SAVE = Statement.of("compute/savePreview");
    private static final Statement FINISH = Statement.of("compute/finishPreview");
    private static final Statement DELETE = Statement.of("compute/deletePreview");
    private static final Statement GET = Statement.of("compute/preview");
    private static final Statement DROP = Statement.of("compute/dropPreviews");
    private static final Statement EXTERNAL_IDS = Statement.of("compute/externalIds");

    /** Owners whose external IDs are read at once. */
    static final int PAGE = 50;

    /** A preview that is younger is not lost: its instance may not have reported yet that it runs, or it may not have started. */
    private static final Duration LOST = Duration.ofSeconds(15);

    /** Previews of a space that are kept. */
    static final int MOST = 200;

    /** Older previews that are deleted with each new one: several, but few, as Neo4j loads what it deletes. */
    private static final int FEW = 5;

    void save(SpaceId space, String id, Preview preview) {
        graph.write(DROP, Map.of("space", space.value(), "most", MOST - 1, "few", FEW));
        graph.write(SAVE, Map.of("key", space.key(id), "space", space.value(), "id", id, "answer", Json.write(preview),
                "at", Instant.now().atZone(ZoneOffset.UTC), "instance", instance));
    }

    /** The answer contains the status too: a reader may see one property of a node before a change, and another after it. */
    void finish(String key, Preview preview) {
        graph.write(FINISH, Map.of("key", key, "status", preview.status(), "answer", Json.write(preview)));
    }

    boolean delete(String key) {
        return graph.write(DELETE, Map.of("key", key)).getFirst().get("deleted").asLong() > 0;
    }

    /**
     * A preview as stored.
     *
     * @param isLost whether no other instance runs it, and it is not new
     */
    record StoredPreview(ObjectNode answer, boolean isLost) {

        boolean isRunning() {
            return answer.path("status").asText().equals(PreviewAnswers.RUNNING);
        }
    }

    /** A preview; empty if there is none with that key. */
    Optional<StoredPreview> get(String key) {
        return graph.read(GET, Map.of("key", key)).stream().findFirst().map(row -> {
            ObjectNode answer = (ObjectNode) Json.parse(row.get("answer").asString());
            // Earlier versions have not written it into the answer.
            answer.put("status", answer.path("status").asText(row.get("status").asString()));
            return new StoredPreview(answer, isLost(row));
        });
    }

    private boolean isLost(Record row) {
        boolean elsewhere = row.get("alive").asBoolean() && !row.get("instance").asString("").equals(instance);
        return !elsewhere
                && row.get("createdAt").asZonedDateTime().toInstant().isBefore(Instant.now().minus(LOST));
    }

    /** External IDs, by owner. */
    Map<Owner, List<ExternalIdFields>> externalIds(List<Owner> owners) {
        Map<Owner, List<ExternalIdFields>> ids = new HashMap<>();
        if (!owners.isEmpty()) {
            Map<String, Owner> byText = new HashMap<>();
            owners.forEach(owner -> byText.put(owner.value(), owner));
            for (Record row : graph.read(EXTERNAL_IDS, Map.of("owners", List.copyOf(byText.keySet())))) {
                ids.put(requireNonNull(byText.get(row.get("owner").asString())),
                        row.get("ids").asList(ExternalIdFields::of));
            }
        }
        return ids;
    }
}
