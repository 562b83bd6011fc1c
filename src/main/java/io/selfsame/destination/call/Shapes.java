package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.identity.ExternalId;
import io.selfsame.json.Hashes;
import io.selfsame.json.Json;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Messages in the shapes of Segment Engage. Stateless. */
final class Shapes {

    /** Fields that messages have beside that of the definition. */
    static final Set<String> RESERVED = Set.of("email", "audience_key", "trait_key");

    private static final String ANONYMOUS = "anonymous_id";

    private final Destination destination;
    private final Recipient person;

    Shapes(Destination destination, Recipient person) {
        this.destination = destination;
        this.person = person;
    }

    /** The message that sets a trait: a membership is one, too. */
    Message identify(Change change, Change.What.OfDefinition result, Address address) {
        ObjectNode body = start(change, "identify", address);
        ObjectNode traits = along(change);
        email(address).ifPresent(email -> traits.put("email", email));
        traits.set(change.about().key(), value(result));
        body.set("traits", traits);
        body.set("context", context(change, result, address, Json.object()));
        return end("identify", address, body);
    }

    /** The message that sets a trait of an account. It names somebody who belongs to it, as receivers want a user. */
    Message group(Change change, Change.What.OfDefinition result, Address address) {
        ObjectNode body = start(change, "group", address);
        body.put("groupId", address.ids().getFirst().value());
        body.set("traits", Json.object().set(change.about().key(), value(result)));
        body.set("context", context(change, result, address, Json.object()));
        return end("group", address, body);
    }

    /** The message that says that something happened. */
    Message track(Change change, Change.What.OfDefinition result, Address address) {
        ObjectNode body = start(change, "track", address);
        Destination.Calls calls = destination.calls(change.about().key());
        body.put("event", switch (result) {
            case Change.What.Entered entered -> calls.entered();
            case Change.What.Exited exited -> calls.exited();
            case Change.What.Computed computed -> calls.computed();
        });
        ObjectNode properties = Json.object().put(isAudience(result) ? "audience_key" : "trait_key",
                change.about().key());
        properties.set(change.about().key(), value(result));
        body.set("properties", properties);
        ObjectNode traits = along(change);
        email(address).ifPresent(email -> traits.put("email", email));
        body.set("context", context(change, result, address, traits));
        return end("track", address, body);
    }

    /** The traits that go along with a message. */
    private ObjectNode along(Change change) {
        ObjectNode some = Json.object();
        destination.send().enrichment(change.about().key()).forEach(name -> {
            JsonNode value = person.enrichment().get(name);
            if (value != null) {
                some.set(name, value);
            }
        });
        return some;
    }

    private static boolean isAudience(Change.What.OfDefinition result) {
        return switch (result) {
            case Change.What.Entered entered -> true;
            case Change.What.Exited exited -> true;
            case Change.What.Computed computed -> false;
        };
    }

    private static JsonNode value(Change.What.OfDefinition result) {
        return switch (result) {
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

    /**
     * Receivers want one of the two in each message. Of an address that has neither, it is the person's first that the destination may know;
     * else an anonymous ID that is made of the address, and says nothing of the person.
     */
    private Optional<String> user(Address address) {
        return value(address.ids(), ExternalId.USER_ID)
                .or(() -> value(address.ids(), ANONYMOUS).isPresent() && !address.whole()
                        ? Optional.empty()
                        : borrowed(ExternalId.USER_ID));
    }

    private Optional<String> anonymous(Address address, ObjectNode body) {
        return value(address.ids(), ANONYMOUS).or(() -> body.has("userId")
                ? Optional.empty()
                : borrowed(ANONYMOUS).or(() -> Optional.of(
                        "slf_" + Hashes.shortened(destination.id() + "\n" + address.name()))));
    }

    private Optional<String> borrowed(String type) {
        return Address.isWanted(destination.ids(), type) ? value(person.ids(), type) : Optional.empty();
    }

    private static Optional<String> value(List<ExternalId> ids, String type) {
        return ids.stream().filter(id -> id.type().equals(type)).map(ExternalId::value).findFirst();
    }

    private static Optional<String> email(Address address) {
        return value(address.ids(), ExternalId.EMAIL);
    }

    private ObjectNode context(Change change, Change.What.OfDefinition result, Address address, ObjectNode traits) {
        ObjectNode context = Json.object();
        if (!traits.isEmpty()) {
            context.set("traits", traits);
        }
        if (person.isAccount()) {
            context.put("groupId", address.ids().getFirst().value());
        }
        var others = Json.array();
        address.ids().stream().filter(id -> address.whole() || isOfNoField(id)).forEach(id -> others.addObject()
                .put("id", id.value()).put("type", id.type()).put("collection", "users").put("encoding", "none"));
        if (!others.isEmpty()) {
            context.set("externalIds", others);
        }
        context.set("personas", Json.object().put("computation_class", isAudience(result) ? "audience" : "trait")
                .put("computation_id", change.about().id()).put("computation_key", change.about().key())
                .put("namespace", destination.space().value()).put("space_id", destination.space().value()));
        return context;
    }

    private static boolean isOfNoField(ExternalId id) {
        return !List.of(ExternalId.USER_ID, ANONYMOUS, ExternalId.EMAIL, ExternalId.GROUP_ID).contains(id.type());
    }

    private Message end(String type, Address address, ObjectNode body) {
        addIntegrations(destination, body);
        return new Message(name(type, address), person.root(), address.name(), body, address.names());
    }

    /** Of a webhook: that the message is for nobody else. What has destinations of its own sends to them as it likes. */
    static void addIntegrations(Destination destination, ObjectNode body) {
        switch (destination.settings()) {
            case DestinationSettings.Webhook webhook -> body.set("integrations",
                    Json.object().put("All", false).put(destination.name(), true));
            case DestinationSettings.SegmentApi segment -> {
            }
            case DestinationSettings.Catalogue tool -> {
            }
            case DestinationSettings.Kafka kafka -> {
            }
            case DestinationSettings.Unreadable unreadable -> {
            }
            case DestinationSettings.Files files -> throw new IllegalArgumentException("Files have no messages");
        }
    }

    private static String name(String type, Address address) {
        return type + " " + address.name();
    }

    /** The same whenever the same change is sent: receivers drop what they have. */
    private String messageId(Change change, String type, Address address) {
        String text = String.join("\n", destination.id(), change.about().id(), change.owner().value(),
                Long.toString(change.position()), name(type, address));
        return "slf_" + Hashes.shortened(text);
    }
}
