package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.BatchResolution;
import io.selfsame.identity.EventIdentity;
import io.selfsame.identity.ResolvedEvent;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Record;

/**
 * What is wrong with events of one round that were taken all the same: parts that could not be read, and message IDs that had been
 * another event's. Written in the transaction of the events. For one thread.
 */
final class Violations {

    private static final Statement WRITE = Statement.of("tracking/writeViolations");
    private static final Statement BODIES = Statement.of("tracking/bodies");

    /** Events that came before, of one round: whoever sends the same again sends a batch or two. The others are not compared. */
    private static final int MOST_REPEATED = 500;

    /** What the service fills in, and what a client that sends again may say otherwise. */
    private static final Set<String> OF_THE_MOMENT = Set.of("timestamp", "receivedAt", "sentAt", "originalTimestamp");

    private final SpaceId space;
    private final Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    private final Map<String, Integer> times = new HashMap<>();

    private Violations(SpaceId space) {
        this.space = space;
    }

    /**
     * Notes them.
     *
     * @param messages those of the round
     * @param resolution what became of them; those that had come before are not in it
     * @return how many were noted
     */
    static int write(Tx tx, SpaceId space, List<Message> messages, BatchResolution resolution) {
        var violations = new Violations(space);
        Set<Integer> resolved = new HashSet<>();
        for (ResolvedEvent event : resolution.resolved()) {
            resolved.add(event.index());
            messages.get(event.index()).common().notes()
                    .forEach(note -> violations.add(note, event.identity()));
        }
        List<Message> repeated = new ArrayList<>();
        for (int i = 0; i < messages.size() && repeated.size() < MOST_REPEATED; i++) {
            if (!resolved.contains(i)) {
                repeated.add(messages.get(i));
            }
        }
        violations.compare(tx, repeated);
        if (!violations.rows.isEmpty()) {
            tx.run(WRITE, Map.of("space", space.value(), "violations", violations.parameters()));
        }
        return violations.rows.size();
    }

    private List<Map<String, Object>> parameters() {
        List<Map<String, Object>> parameters = new ArrayList<>();
        rows.forEach((key, row) -> {
            Map<String, Object> counted = new HashMap<>(row);
            counted.put("times", times.getOrDefault(key, 1));
            parameters.add(counted);
        });
        return parameters;
    }

    private void compare(Tx tx, List<Message> repeated) {
        if (repeated.isEmpty()) {
            return;
        }
        Map<String, JsonNode> stored = new LinkedHashMap<>();
        List<String> ids = repeated.stream().map(message -> message.common().identity().messageId()).distinct()
                .toList();
        for (Record row : tx.run(BODIES, Map.of("space", space.value(), "messageIds", ids))) {
            stored.put(row.get("messageId").asString(), content(Json.parse(row.get("body").asString())));
        }
        for (Message message : repeated) {
            EventIdentity identity = message.common().identity();
            JsonNode before = stored.get(identity.messageId());
            if (before != null && !before.equals(content(message.common().tree()))) {
                add(new Note("message_id_reused", "messageId", identity.messageId()), identity);
            }
        }
    }

    private static JsonNode content(JsonNode body) {
        return body instanceof ObjectNode object ? object.deepCopy().remove(OF_THE_MOMENT) : body;
    }

    private void add(Note note, EventIdentity identity) {
        String key = space.key(identity.sourceId() + "/" + note.code() + "/" + note.field() + "/"
                + Hashes.shortened(note.value()));
        times.merge(key, 1, Integer::sum);
        rows.put(key, Map.of("key", key, "code", note.code(), "field", note.field(), "value", note.value(), "messageId",
                identity.messageId(), "sourceId", identity.sourceId(), "at", Instant.now().atZone(ZoneOffset.UTC)));
    }
}
