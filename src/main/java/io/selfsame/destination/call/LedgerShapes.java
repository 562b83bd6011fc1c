package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.identity.ExternalId;
import io.selfsame.json.Hashes;
import io.selfsame.json.Json;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Messages of what stands in the ledger. Stateless. */
final class LedgerShapes {

    private static final String CONTEXT = "context";

    /** What we say of a message ourselves, in its context. */
    private static final String OURS = "selfsame";

    private final Destination destination;
    private final Recipient person;

    LedgerShapes(Destination destination, Recipient person) {
        this.destination = destination;
        this.person = person;
    }

    /** The message as it was received, under the ID that it has: a receiver that gets it otherwise, too, has it once. */
    Message event(Change.What.Event event) {
        ObjectNode body = Json.object();
        body.setAll(event.body());
        ObjectNode context = Json.object();
        if (event.body().path(CONTEXT) instanceof ObjectNode own) {
            context.setAll(own);
        }
        // What a sender says of audiences is not ours, and we sign the message.
        context.remove("personas");
        context.set(OURS, ours().put("segment_id", event.person().value()).put("outcome", event.outcome())
                .put("seq", event.seq()));
        body.set(CONTEXT, context);
        return new Message("event", person.root(), "event", body, List.of());
    }

    /** A track call that says what has changed of who people are. */
    Message identity(IdentityChange change) {
        ObjectNode body = start("track", "identity " + change.seq(), change.at());
        id(ExternalId.USER_ID, change).ifPresentOrElse(id -> body.put("userId", id),
                () -> id("anonymous_id", change).ifPresent(id -> body.put("anonymousId", id)));
        body.put("event", change.kind().event());
        ObjectNode properties = body.putObject("properties").put("change", change.kind().word());
        change.person().ifPresent(id -> properties.put("segment_id", id.value()));
        properties.put("seq", change.seq()).put("message_id", change.messageId()).set("identifiers",
                change.identifiers());
        ArrayNode merges = properties.putArray("merges");
        change.merges().forEach(merge -> {
            ObjectNode one = merges.addObject().put("child", merge.child().value()).put("parent",
                    merge.parent().value());
            merge.via().ifPresent(via -> one.put("via", via));
            merge.rule().ifPresent(rule -> one.put("rule", rule));
        });
        properties.put("rules_version", change.rulesVersion());
        ObjectNode ours = ours();
        change.person().ifPresent(id -> ours.put("segment_id", id.value()));
        body.set(CONTEXT, Json.object().set(OURS, ours));
        return end("identity", "identity", body);
    }

    /** An alias call for each ID of the child. */
    List<Message> alias(Change.What.Alias alias, Instant at, String userId) {
        return alias.ids().stream().map(id -> {
            String name = "alias " + id;
            ObjectNode body = start("alias", name + " " + alias.seq() + " " + alias.merge().child(), at)
                    .put("previousId", id.value()).put("userId", userId);
            body.set(CONTEXT, Json.object().set(OURS, ours().put("segment_id", person.root().value())
                    .put("child", alias.merge().child().value()).put("parent", alias.merge().parent().value())
                    .put("message_id", alias.messageId())));
            return end(name, id.toString(), body);
        }).toList();
    }

    private ObjectNode ours() {
        return Json.object().put("space_id", destination.space().value());
    }

    private ObjectNode start(String type, String what, Instant at) {
        return Json.object().put("messageId", "slf_" + Hashes.shortened(String.join("\n", destination.id(), what)))
                .put("type", type)
                .put("timestamp", DateTimeFormatter.ISO_INSTANT.format(at));
    }

    /** The person's first, or of a refused event, its own. */
    private Optional<String> id(String type, IdentityChange change) {
        return person.ids().stream().filter(id -> id.type().equals(type)).map(ExternalId::value).findFirst().or(() -> {
            for (var id : change.identifiers()) {
                if (id.path("type").asText().equals(type)) {
                    return Optional.of(id.path("id").asText());
                }
            }
            return Optional.empty();
        });
    }

    private Message end(String name, String address, ObjectNode body) {
        Shapes.addIntegrations(destination, body);
        return new Message(name, person.root(), address, body, List.of());
    }
}
