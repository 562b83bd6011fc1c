package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.BatchResolution;
import io.selfsame.identity.EventIdentity;
import io.selfsame.identity.ResolvedEvent;
import io.selfsame.json.Hashes;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neo4j.driver.Record;

/**
 * What is wrong with events of one round that were taken all the same: parts that could not be read, traits that definitions write,
 * and message IDs that had been another event's. Written in the transaction of the events. For one thread.
 */
final class Violations {

    private static final Statement WRITE = Statement.of("tracking/writeViolations");
    private static final Statement BODIES = Statement.of("tracking/bodies");

    /** Events that came before, of one round: whoever sends the same again sends a batch or two. The others are not compared. */
    private static final int MOST_REPEATED = 100;

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

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
     * @param notes of those of which more is to be said than when they were parsed, by index: all
     * @return how many were noted
     */
    static int write(Tx tx, SpaceId space, List<Message> messages, BatchResolution resolution,
            Map<Integer, List<Notes.Note>> notes) {
        var violations = new Violations(space);
        Set<Integer> resolved = new HashSet<>();
        for (ResolvedEvent event : resolution.resolved()) {
            resolved.add(event.index());
            notes.getOrDefault(event.index(), messages.get(event.index()).common().notes())
                    .forEach(note -> violations.add(note, event.identity()));
        }
        violations.compare(tx, IntStream.range(0, messages.size()).filter(i -> !resolved.contains(i))
                .mapToObj(messages::get).toList());
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

    /** Compares those of servers first: strangers who know a browser key cannot hide from them what they did. */
    private void compare(Tx tx, List<Message> repeated) {
        Map<String, List<Message>> compared = new LinkedHashMap<>();
        Stream.of(Grant.KeyKind.SERVER, Grant.KeyKind.BROWSER)
                .flatMap(kind -> repeated.stream().filter(message -> message.common().identity().keyKind() == kind))
                .limit(MOST_REPEATED).forEach(message -> compared.computeIfAbsent(
                        message.common().identity().messageId(), id -> new ArrayList<>()).add(message));
        if (compared.isEmpty()) {
            return;
        }
        // One body at a time: as a tree it takes many times the memory of its text.
        for (Record row : tx.run(BODIES, Map.of("space", space.value(), "messageIds",
                List.copyOf(compared.keySet())))) {
            JsonNode before = content(Json.parse(row.get("body").asString()));
            compared.getOrDefault(row.get("messageId").asString(), List.of()).stream()
                    .filter(message -> !before.equals(content(message.common().tree())))
                    .map(message -> message.common().identity())
                    .forEach(event -> add(new Notes.Note("message_id_reused", "messageId", event.messageId()), event));
        }
    }

    private static JsonNode content(JsonNode body) {
        return body instanceof ObjectNode object ? object.deepCopy().remove(OF_THE_MOMENT) : body;
    }

    /** Values that differ in numbers alone are one: of a clock that is wrong no two are the same. */
    private void add(Notes.Note note, EventIdentity identity) {
        String key = space.key(identity.sourceId() + "/" + note.code() + "/" + note.field() + "/"
                + Hashes.shortened(note.message().orElseGet(() -> NUMBER.matcher(note.value()).replaceAll("0"))));
        times.merge(key, 1, Integer::sum);
        Map<String, Object> row = new HashMap<>(Map.of("key", key, "code", note.code(), "field", note.field(), "value",
                note.value(), "messageId", identity.messageId(), "sourceId", identity.sourceId(), "at",
                Instant.now().atZone(ZoneOffset.UTC)));
        row.put("message", note.message().orElse(null));
        Map<String, Object> before = rows.put(key, row);
        if (before != null) {
            // The last event of all, and the value of the first.
            row.put("value", before.getOrDefault("value", note.value()));
        }
    }
}
