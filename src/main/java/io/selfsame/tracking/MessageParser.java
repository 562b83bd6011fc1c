package io.selfsame.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.EventIdentity;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.Extractor;
import io.selfsame.identity.IdentityRules;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** JSON to {@link Message}: everything that can be wrong with an event is found here, once. Pure and thread safe. */
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
    /** In a message that is kept as it was sent. */
    private static final Pattern WRITE_KEY = Pattern.compile("\"writeKey\"\\s*:\\s*\"[^\"]*\"");

    private final IdentityRules rules;
    private final String sourceId;
    private final Grant.KeyKind keyKind;
    private final Instant receivedAt;

    MessageParser(IdentityRules rules, String sourceId, Grant.KeyKind keyKind, Instant receivedAt) {
        this.rules = rules;
        this.sourceId = sourceId;
        this.keyKind = keyKind;
        this.receivedAt = receivedAt;
    }

    /** What came of the bodies. Those that their sender wanted kept out are in neither list. */
    record Parsed(List<Message> messages, List<Rejection> rejections) {}

    /** A body of one of the six calls; its type is what the path says. */
    Parsed single(ObjectNode body, String type) {
        body.put("type", type);
        body.remove("writeKey");
        var parsed = new Parsed(new ArrayList<>(), new ArrayList<>());
        // Shallow: only fields of the message itself are filled in.
        take(parsed, Json.object().setAll(body), body, 0, () -> Timestamps.read(body, "sentAt"));
        return parsed;
    }

    /** The messages of a batch body, each completed by the batch's {@code context} and {@code integrations}. */
    Parsed batch(BatchBody.Content body) {
        ObjectNode batch = body.envelope();
        var parsed = new Parsed(new ArrayList<>(), new ArrayList<>());
        var sentAt = sentAt(batch);
        int index = 0;
        for (BatchBody.Item item : body.items()) {
            int at = index++;
            switch (item) {
                case BatchBody.Item.Read(ObjectNode own) -> {
                    own.remove("writeKey");
                    ObjectNode message = Json.object().setAll(own);
                    inherit(batch, message, "context");
                    inherit(batch, message, "integrations");
                    take(parsed, own, message, at, () -> Timestamps.read(message, "sentAt").or(sentAt));
                }
                case BatchBody.Item.Read(JsonNode other) -> parsed.rejections().add(rejection(at, other,
                        new InvalidMessage("bad_request", "A message of a batch is a JSON object")));
                case BatchBody.Item.Unread(String text, String reason) -> parsed.rejections()
                        .add(new Rejection(at, idOf(text), "bad_request",
                                "The message is more than is read: " + reason,
                                bounded(WRITE_KEY.matcher(text).replaceAll("\"writeKey\":\"\""))));
            }
        }
        return parsed;
    }

    /** When the batch was sent. If that cannot be read, it is wrong with each message that does not say so itself. */
    private static Supplier<Optional<Instant>> sentAt(ObjectNode batch) {
        try {
            Optional<Instant> sentAt = Timestamps.read(batch, "sentAt");
            return () -> sentAt;
        } catch (InvalidMessage e) {
            return () -> {
                throw e;
            };
        }
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
            Supplier<Optional<Instant>> sentAt) {
        if (isOptedOut(message.path("integrations"))) {
            return;
        }
        try {
            parsed.messages().add(parse(index, message, sentAt.get()));
        } catch (InvalidMessage e) {
            parsed.rejections().add(rejection(index, sent, e));
        }
    }

    private static boolean isOptedOut(JsonNode integrations) {
        return isFalse(integrations.path("Selfsame")) || isFalse(integrations.path("Personas"));
    }

    private static boolean isFalse(JsonNode switched) {
        return switched.isBoolean() && !switched.booleanValue();
    }

    private static Rejection rejection(int index, JsonNode message, InvalidMessage why) {
        String body = Json.write(message);
        String id = Extractor.text(message.path("messageId")).filter(t -> !t.isBlank() && t.length() <= MAX_MESSAGE_ID)
                .orElseGet(() -> idOf(body));
        return new Rejection(index, id, why.code(), why.getMessage(), bounded(body));
    }

    /** For a rejected message without an ID of its own: the same one again is counted, not multiplied. */
    private static String idOf(String message) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(message.getBytes(StandardCharsets.UTF_8));
            return "rej-" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String bounded(String body) {
        return body.length() > MAX_EVENT_BYTES ? body.substring(0, MAX_EVENT_BYTES) : body;
    }

    private static String newMessageId() {
        return "api-" + UUID.randomUUID();
    }

    private Message parse(int index, ObjectNode message, Optional<Instant> sentAt) {
        Fields.id(message, "userId");
        Fields.id(message, "anonymousId");
        ObjectNode context = Fields.object(message, "context", "context_not_object");
        Fields.object(context, "traits", "traits_not_object");
        Fields.externalIds(context.path("externalIds"));
        String messageId = messageId(message);
        Instant timestamp = Timestamps.of(message, sentAt, receivedAt);
        List<ExternalId> ids = Extractor.extract(message, rules);
        if (ids.size() > MAX_IDS) {
            throw new InvalidMessage("too_many_identifiers",
                    "The event has " + ids.size() + " identifiers; the limit is "
                            + MAX_IDS);
        }
        ids.forEach(id -> Fields.readable(id.type(), id.value(), ExternalId.MAX_VALUE));
        var identity = new EventIdentity(messageId, timestamp, sourceId, keyKind, ids);
        return typed(message,
                new Message.Common(index, identity, rules.version(), body(message, timestamp), message));
    }

    /** What is stored: with the time we settled on and that of its arrival, and without the clock reading that led to it. */
    private String body(ObjectNode message, Instant timestamp) {
        message.put("timestamp", timestamp.toString());
        message.put("receivedAt", receivedAt.toString());
        message.remove("sentAt");
        String body = Json.write(message);
        int bytes = body.length() > MAX_EVENT_BYTES ? body.length() : body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_EVENT_BYTES + ADDED_BYTES) {
            throw new InvalidMessage("event_too_large",
                    "The event has " + bytes + " bytes; the limit is " + MAX_EVENT_BYTES
                            + " (32 KB)");
        }
        return body;
    }

    private static Message typed(ObjectNode message, Message.Common common) {
        String type = message.path("type").asText("");
        return switch (type) {
            case "identify" -> new Message.Identify(common, Fields.traits(message));
            case "track" -> {
                Fields.properties(message);
                yield new Message.Track(common, Fields.event(message));
            }
            case "page" -> {
                Fields.named(message);
                yield new Message.Page(common);
            }
            case "screen" -> {
                Fields.named(message);
                yield new Message.Screen(common);
            }
            case "group" -> new Message.Group(common, Fields.groupId(message), Fields.traits(message));
            case "alias" -> {
                Fields.required(message, "previousId");
                yield new Message.Alias(common);
            }
            default -> throw new InvalidMessage("invalid_type",
                    "type is one of identify, track, page, screen, group and alias" + (type.isEmpty()
                            ? ""
                            : ", not '" + type.substring(0, Math.min(type.length(), 50)) + "'"));
        };
    }

    private static String messageId(ObjectNode message) {
        Fields.id(message, "messageId");
        Optional<String> sent = Extractor.text(message.path("messageId")).filter(text -> !text.isBlank());
        if (sent.isPresent() && sent.get().length() > MAX_MESSAGE_ID) {
            throw new InvalidMessage("message_id_too_long", "messageId has " + sent.get().length()
                    + " characters; the limit is " + MAX_MESSAGE_ID);
        }
        String id = sent.orElseGet(MessageParser::newMessageId);
        message.put("messageId", id);
        return id;
    }

}
