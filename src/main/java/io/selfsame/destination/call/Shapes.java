package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.identity.ExternalId;
import io.selfsame.json.Json;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Messages in the shapes of Segment Engage. Stateless. */
final class Shapes {

    private final Destination destination;
    private final Recipient person;

    Shapes(Destination destination, Recipient person) {
        this.destination = destination;
        this.person = person;
    }

    /** The message that sets a trait: a membership is one, too. */
    Message identify(Change change, Address address) {
        ObjectNode body = start(change, "identify", address);
        ObjectNode traits = person.enrichment().deepCopy();
        email(address).ifPresent(email -> traits.put("email", email));
        traits.set(change.about().key(), value(change));
        body.set("traits", traits);
        body.set("context", context(change, address, Json.object()));
        return end(change, "identify", address, body);
    }

    /** The message that says that something happened. */
    Message track(Change change, Address address) {
        ObjectNode body = start(change, "track", address);
        body.put("event", switch (change.what()) {
            case Change.What.Entered entered -> destination.calls().entered();
            case Change.What.Exited exited -> destination.calls().exited();
            case Change.What.Computed computed -> destination.calls().computed();
        });
        ObjectNode properties = Json.object().put(isAudience(change) ? "audience_key" : "trait_key",
                change.about().key());
        properties.set(change.about().key(), value(change));
        body.set("properties", properties);
        ObjectNode traits = person.enrichment().deepCopy();
        email(address).ifPresent(email -> traits.put("email", email));
        body.set("context", context(change, address, traits));
        return end(change, "track", address, body);
    }

    private static boolean isAudience(Change change) {
        return switch (change.what()) {
            case Change.What.Entered entered -> true;
            case Change.What.Exited exited -> true;
            case Change.What.Computed computed -> false;
        };
    }

    private static JsonNode value(Change change) {
        return switch (change.what()) {
            case Change.What.Entered entered -> BooleanNode.TRUE;
            case Change.What.Exited exited -> BooleanNode.FALSE;
            case Change.What.Computed computed -> computed.value();
        };
    }

    private ObjectNode start(Change change, String type, Address address) {
        ObjectNode body = Json.object().put("messageId", messageId(change, type, address)).put("type", type);
        user(address).ifPresent(id -> body.put("userId", id));
        anonymous(address, body).ifPresent(id -> body.put("anonymousId", id));
        return body.put("timestamp", DateTimeFormatter.ISO_INSTANT.format(change.at()));
    }

    /** Receivers want one of the two in each message. Of an address that has neither, it is the person's first. */
    private Optional<String> user(Address address) {
        return value(address.ids(), ExternalId.USER_ID)
                .or(() -> value(address.ids(), "anonymous_id").isPresent() && !address.whole()
                        ? Optional.empty()
                        : value(person.ids(), ExternalId.USER_ID));
    }

    private Optional<String> anonymous(Address address, ObjectNode body) {
        return value(address.ids(), "anonymous_id").or(() -> body.has("userId")
                ? Optional.empty()
                : value(person.ids(), "anonymous_id"));
    }

    private static Optional<String> value(List<ExternalId> ids, String type) {
        return ids.stream().filter(id -> id.type().equals(type)).map(ExternalId::value).findFirst();
    }

    private static Optional<String> email(Address address) {
        return value(address.ids(), ExternalId.EMAIL);
    }

    private ObjectNode context(Change change, Address address, ObjectNode traits) {
        ObjectNode context = Json.object();
        if (!traits.isEmpty()) {
            context.set("traits", traits);
        }
        var others = Json.array();
        address.ids().stream().filter(id -> address.whole() || isOfNoField(id)).forEach(id -> others.addObject()
                .put("id", id.value()).put("type", id.type()).put("collection", "users").put("encoding", "none"));
        if (!others.isEmpty()) {
            context.set("externalIds", others);
        }
        context.set("personas", Json.object().put("computation_class", isAudience(change) ? "audience" : "trait")
                .put("computation_id", change.about().id()).put("computation_key", change.about().key())
                .put("namespace", destination.space().value()).put("space_id", destination.space().value()));
        return context;
    }

    private static boolean isOfNoField(ExternalId id) {
        return !List.of(ExternalId.USER_ID, "anonymous_id", ExternalId.EMAIL).contains(id.type());
    }

    private Message end(Change change, String type, Address address, ObjectNode body) {
        switch (destination.settings()) {
            case DestinationSettings.Webhook webhook -> body.set("integrations",
                    Json.object().put("All", false).put(destination.name(), true));
            // It has destinations of its own, which are its own affair.
            case DestinationSettings.SegmentApi segment -> {
            }
            case DestinationSettings.Catalogue tool -> {
            }
        }
        return new Message(name(type, address), person.root(), address.name(), body, address.names());
    }

    private static String name(String type, Address address) {
        return type + " " + address.name();
    }

    /** The same whenever the same change is sent: receivers drop what they have. */
    private String messageId(Change change, String type, Address address) {
        String text = String.join("\n", destination.id(), change.about().id(), change.owner().value(),
                Long.toString(change.position()), name(type, address));
        return "slf_" + Digest.of(text);
    }
}
