package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.error.Invalid;
import io.selfsame.identity.EventIdentity;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.Extractor;
import io.selfsame.identity.IdentityRules;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
import io.selfsame.tracking.filter.EventFilters;
import io.selfsame.tracking.gate.Gate;
import io.selfsame.tracking.plan.PlanEffort;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** JSON to {@link Message}: everything that can be wrong with an event is found here, once. For one request. */
final class MessageParser {

    /** Segment's limits, which its SDKs keep to by themselves. */
    static final int MAX_EVENT_BYTES = 32 * 1024;
    static final int MAX_BATCH_BYTES = 500 * 1024;
    static final int MAX_BATCH_EVENTS = 2_500;
    static final int MAX_MESSAGE_ID = 100;

    /** The work of a decision grows with the square of an event's IDs; no real event has a tenth of this. */
    static final int MAX_IDS = 100;
    /** Room for the fields that we fill in ourselves. */
    private static final int ADDED_BYTES = 256;
    static final String BAD_REQUEST = "bad_request";

    private final IdentityRules rules;
    private final Gate gate;
    private final String sourceId;
    private final Grant.KeyKind keyKind;
    private final Instant receivedAt;
    private final PlanEffort effort = new PlanEffort();

    MessageParser(IdentityRules rules, Gate gate, String sourceId, Grant.KeyKind keyKind, Instant receivedAt) {
        this.rules = rules;
        this.gate = gate;
        this.sourceId = sourceId;
        this.keyKind = keyKind;
        this.receivedAt = receivedAt;
    }

    /**
     * What came of the bodies.
     *
     * @param dropped how many were kept out and so are in neither list, by what {@link EventFilters#drops} says
     */
    record Parsed(List<Message> messages, List<Rejection> rejections, Map<String, Integer> dropped) {

        private Parsed() {
            this(new ArrayList<>(), new ArrayList<>(), new HashMap<>(0));
        }

        /** How many were kept out. */
        int keptOut() {
            return dropped.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Whether reading may take long, though a body is small. */
    boolean isCostly() {
        return gate.isCostly();
    }

    /** A body of one of the six calls; its type is what the path says. */
    Parsed single(ObjectNode body, String type) {
        body.put("type", type);
        body.remove("writeKey");
        var parsed = new Parsed();
        // Shallow: only fields of the message itself are filled in.
        take(parsed, Json.object().setAll(body), body, 0, notes -> Timestamps.read(body, "sentAt", notes));
        return parsed;
    }

    /** The messages of a batch body, each completed by the batch's {@code context} and {@code integrations}. */
    Parsed batch(BatchBody.Content body) {
        return batch(body, false);
    }

    /** Messages that came each by itself, and are together by chance: what one costs is not at the expense of the others. */
    Parsed fed(List<BatchBody.Item> items) {
        return batch(new BatchBody.Content(Json.object(), items), true);
    }

    private Parsed batch(BatchBody.Content body, boolean apart) {
        ObjectNode batch = body.envelope();
        var parsed = new Parsed();
        Optional<Instant> sentAt = Timestamps.read(batch, "sentAt", new Notes());
        int index = 0;
        for (BatchBody.Item item : body.items()) {
            int at = index++;
            if (apart) {
                effort.renew();
            }
            switch (item) {
                case BatchBody.Item.Read(ObjectNode own) -> {
                    own.remove("writeKey");
                    ObjectNode message = Json.object().setAll(own);
                    inherit(batch, message, "context");
                    inherit(batch, message, "integrations");
                    take(parsed, own, message, at, notes -> {
                        // That of the batch is told of once, with the first message that is taken.
                        if (parsed.messages().isEmpty()) {
                            Timestamps.read(batch, "sentAt", notes);
                        }
                        return Timestamps.read(message, "sentAt", notes).or(() -> sentAt);
                    });
                }
                case BatchBody.Item.Read(JsonNode other) -> parsed.rejections().add(Rejection.of(at, other,
                        new Invalid(BAD_REQUEST, "A message of a batch is a JSON object")));
                case BatchBody.Item.Unread(String text, String reason) -> parsed.rejections()
                        .add(Rejection.unread(at, text, reason));
            }
        }
        return parsed;
    }

    private static void inherit(ObjectNode batch, ObjectNode message, String field) {
        if (batch.path(field) instanceof ObjectNode common && !common.isEmpty()) {
            JsonNode own = message.path(field);
            if (own instanceof ObjectNode || own.isMissingNode() || own.isNull()) {
                // Nothing changes what is shared.
                message.set(field, own instanceof ObjectNode object
                        ? Json.object().<ObjectNode>setAll(common).setAll(object)
                        : common);
            }
        }
    }

    private void take(Parsed parsed, ObjectNode sent, ObjectNode message, int index,
            Function<Notes, Optional<Instant>> sentAt) {
        Optional<String> drops = gate.filters().drops(message);
        if (drops.isPresent()) {
            parsed.dropped().merge(drops.get(), 1, Integer::sum);
            return;
        }
        try {
            var notes = new Notes();
            Message taken = parse(index, message, sentAt.apply(notes), notes);
            if (!notes.isEmpty()) {
                // What was left out counts, too.
                requireSize(Json.write(sent));
            }
            parsed.messages().add(taken);
        } catch (Invalid e) {
            parsed.rejections().add(Rejection.of(index, sent, e));
        }
    }

    private static String newMessageId() {
        return "api-" + UUID.randomUUID();
    }

    private Message parse(int index, ObjectNode message, Optional<Instant> sentAt, Notes notes) {
        Fields.context(message, notes);
        ids(message, notes);
        String messageId = messageId(message, notes);
        Instant timestamp = Timestamps.of(message, sentAt, receivedAt, notes);
        List<ExternalId> ids = readable(
                Extractor.extract(message, rules, (type, value) -> notes.add("id_not_string", type, value)), notes);
        var identity = new EventIdentity(messageId, timestamp, sourceId, keyKind, ids);
        // To be asked for once all that cannot be read has been left out.
        return typed(message, notes, () -> {
            // Before fields of ours are in it, which no plan knows.
            gate.plan()
                    .ifPresent(plan -> plan.check(message, message.path("type").asText(), effort).forEach(notes::add));
            return new Message.Common(index, identity, rules.version(), body(message, timestamp), message,
                    notes.list());
        });
    }

    /** An ID that is none is left out, unless it is the only one. */
    private void ids(ObjectNode message, Notes notes) {
        for (String field : List.of("userId", "anonymousId")) {
            JsonNode id = message.path(field);
            if (!id.isMissingNode() && !id.isNull() && !id.isTextual() && !id.isNumber()) {
                if (Extractor.extract(message, rules).isEmpty()) {
                    throw new Invalid("id_not_string", field + " is neither a string nor a number");
                }
                notes.add("id_not_string", field, id);
                message.remove(field);
            }
        }
    }

    private static List<ExternalId> readable(List<ExternalId> ids, Notes notes) {
        if (ids.size() > MAX_IDS) {
            throw new Invalid("too_many_identifiers",
                    "The event has " + ids.size() + " identifiers; the limit is " + MAX_IDS);
        }
        List<ExternalId> readable = new ArrayList<>();
        List<ExternalId> others = new ArrayList<>();
        ids.forEach(id -> (Fields.unreadable(id.value(), ExternalId.MAX_VALUE).isEmpty() ? readable : others).add(id));
        if (readable.isEmpty()) {
            others.forEach(id -> Fields.readable(id.type(), id.value(), ExternalId.MAX_VALUE));
        }
        others.forEach(id -> notes.add(id.value().length() > ExternalId.MAX_VALUE ? "id_too_long" : "id_invalid",
                id.type(), id.value()));
        return readable;
    }

    /** What is stored: with the time we settled on and that of its arrival, and without the clock readings that led to it. */
    private String body(ObjectNode message, Instant timestamp) {
        message.put("timestamp", timestamp.toString());
        message.put("receivedAt", receivedAt.toString());
        message.remove("sentAt");
        message.remove("originalTimestamp");
        String body = Json.write(message);
        requireSize(body);
        return body;
    }

    private static void requireSize(String body) {
        int bytes = body.length() > MAX_EVENT_BYTES ? body.length() : body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_EVENT_BYTES + ADDED_BYTES) {
            throw new Invalid("event_too_large",
                    "The event has " + bytes + " bytes; the limit is " + MAX_EVENT_BYTES + " (32 KB)");
        }
    }

    private Message typed(ObjectNode message, Notes notes, Supplier<Message.Common> common) {
        String type = message.path("type").asText("");
        return switch (type) {
            case "identify" -> {
                ObjectNode traits = Fields.traitsOfPerson(message, notes);
                yield new Message.Identify(common.get(), traits);
            }
            case "track" -> {
                Fields.properties(message, notes);
                String event = Fields.event(message);
                yield new Message.Track(common.get(), event);
            }
            case "page" -> {
                Fields.named(message, notes);
                yield new Message.Page(common.get());
            }
            case "screen" -> {
                Fields.named(message, notes);
                yield new Message.Screen(common.get());
            }
            case "group" -> {
                Optional<String> groupId = groupId(Fields.groupId(message), notes);
                ObjectNode traits = Fields.traits(message, notes);
                yield new Message.Group(common.get(), groupId, traits);
            }
            case "alias" -> {
                Fields.required(message, "previousId");
                yield new Message.Alias(common.get());
            }
            default -> throw new Invalid("invalid_type",
                    "type is one of identify, track, page, screen, group and alias" + (type.isEmpty()
                            ? ""
                            : ", not '" + type.substring(0, Math.min(type.length(), 50)) + "'"));
        };
    }

    /** A placeholder is nobody's account. */
    private Optional<String> groupId(String groupId, Notes notes) {
        if (ExternalId.of(ExternalId.GROUP_ID, groupId).flatMap(rules::blocks).isEmpty()) {
            return Optional.of(groupId);
        }
        notes.add("blocked_group_id", "groupId", groupId);
        return Optional.empty();
    }

    private static String messageId(ObjectNode message, Notes notes) {
        JsonNode node = message.path("messageId");
        Optional<String> sent = Extractor.text(node).filter(text -> !text.isBlank());
        if (sent.isEmpty() && !node.isMissingNode() && !node.isNull() && !node.isTextual()) {
            notes.add("id_not_string", "messageId", node);
        }
        if (sent.isPresent() && sent.get().length() > MAX_MESSAGE_ID) {
            throw new Invalid("message_id_too_long", "messageId has " + sent.get().length()
                    + " characters; the limit is " + MAX_MESSAGE_ID);
        }
        String id = sent.orElseGet(MessageParser::newMessageId);
        message.put("messageId", id);
        return id;
    }

}
