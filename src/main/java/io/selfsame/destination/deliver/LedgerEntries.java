package io.selfsame.destination.deliver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Change;
import io.selfsame.destination.call.IdentityChange;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * What stands in the ledger where deliveries say so: they hold its place and not its content, which is so stored once, and gone once it is
 * deleted. Immutable.
 */
final class LedgerEntries {

    private static final Statement ENTRIES = Statement.of("delivery/entries");

    private static final Statement MERGES = Statement.of("delivery/merges");

    static final String ALIAS = "alias";
    static final String EVENT = "event";
    static final String IDENTITY = "identity";

    private final Map<Long, Record> events = new HashMap<>();
    private final Map<Long, Record> decisions = new HashMap<>();
    private final Map<String, Record> merges = new HashMap<>();

    private LedgerEntries() {}

    /** What some rows of due people ask for. */
    static LedgerEntries of(Graph graph, Destination destination, List<Record> rows) {
        List<Long> events = new ArrayList<>();
        List<Long> decisions = new ArrayList<>();
        List<Map<String, Object>> merges = new ArrayList<>();
        rows.forEach(row -> row.get("changes").values().forEach(change -> {
            switch (change.get("kind").asString()) {
                case EVENT -> events.add(change.get("seq").asLong());
                case IDENTITY -> decisions.add(change.get("seq").asLong());
                case ALIAS -> merges.add(Map.of("key", change.get("key").asString(), "child",
                        change.get("child").asString(),
                        "parent", change.get("parent").asString(), "messageId", change.get("messageId").asString()));
                default -> {
                }
            }
        }));
        var entries = new LedgerEntries();
        if (!events.isEmpty() || !decisions.isEmpty()) {
            graph.read(ENTRIES,
                    Map.of("space", destination.space().value(), EVENT + "s", events, "decisions", decisions))
                    .forEach(row -> (row.get(EVENT).isNull() ? entries.decisions : entries.events)
                            .put(row.get("seq").asLong(), row));
        }
        if (!merges.isEmpty()) {
            graph.read(MERGES, Map.of("rows", merges))
                    .forEach(row -> entries.merges.put(row.get("key").asString(), row));
        }
        return entries;
    }

    /** What a delivery of an event tells. */
    Change.What event(Value delivery) {
        long seq = delivery.get("seq").asLong();
        return Optional.ofNullable(events.get(seq))
                .map(row -> row.get(EVENT)).<Change.What>map(
                        event -> new Change.What.Event(seq, new ProfileId(delivery.get("person").asString()),
                                event.get("outcome").asString(), (ObjectNode) Json.parse(event.get("body").asString())))
                .orElseGet(Change.What.Forgotten::new);
    }

    /** What a delivery of a change of identity tells. */
    Change.What identity(Value delivery) {
        return Optional
                .ofNullable(decisions.get(delivery.get("seq").asLong())).<Change.What>map(
                        row -> new Change.What.Identity(change(row, delivery.get("person"))))
                .orElseGet(Change.What.Forgotten::new);
    }

    /** What a delivery of a merge tells. */
    Change.What alias(Value delivery) {
        Optional<Record> row = Optional.ofNullable(merges.get(delivery.get("key").asString()));
        var merge = new IdentityChange.Merge(new ProfileId(delivery.get("child").asString()),
                new ProfileId(delivery.get("parent").asString()), Optional.empty(), Optional.empty());
        return new Change.What.Alias(delivery.get("seq").asLong(), merge, delivery.get("messageId").asString(),
                row.map(found -> found.get("at")).filter(at -> !at.isNull())
                        .map(at -> at.asZonedDateTime().toInstant()),
                delivery.get("ids").asList(id -> ExternalId.parse(id.asString()).orElseThrow()),
                row.flatMap(found -> text(found.get("userId"))));
    }

    private static IdentityChange change(Record row, Value person) {
        Value decision = row.get("decision");
        ArrayNode identifiers = (ArrayNode) Json.parse(decision.get("identifiers").asString());
        return new IdentityChange(kind(decision.get("outcome").asString(), identifiers), row.get("seq").asLong(),
                decision.get("messageId").asString(), decision.get("timestamp").asZonedDateTime().toInstant(),
                person.isNull() ? Optional.empty() : Optional.of(new ProfileId(person.asString())), identifiers,
                row.get("merges").asList(merge -> new IdentityChange.Merge(new ProfileId(merge.get("child").asString()),
                        new ProfileId(merge.get("parent").asString()), text(merge.get("via")),
                        text(merge.get("rule")))),
                decision.get("rulesVersion").asInt());
    }

    /** An event of a known person is in the list of changes for the IDs that it has brought, or for those that were refused to it. */
    private static IdentityChange.Kind kind(String outcome, ArrayNode identifiers) {
        return switch (outcome) {
            case "created" -> IdentityChange.Kind.CREATED;
            case "merged" -> IdentityChange.Kind.MERGED;
            case "attached" -> links(identifiers) ? IdentityChange.Kind.LINKED : IdentityChange.Kind.REFUSED;
            default -> IdentityChange.Kind.REFUSED;
        };
    }

    private static boolean links(ArrayNode identifiers) {
        for (var id : identifiers) {
            if (id.path("fate").asText().equals("linked")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> text(Value value) {
        return value.isNull() ? Optional.empty() : Optional.of(value.asString());
    }
}
