package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination.Accounts;
import io.selfsame.destination.Destination.Call;
import io.selfsame.destination.Destination.Events;
import io.selfsame.destination.Destination.Keys;
import io.selfsame.destination.Destination.OfKey;
import io.selfsame.destination.Destination.Selection;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a destination is sent, in requests and answers. Stateless. */
final class SelectionForm {

    static final String EVENTS = "events";
    static final String IDENTITY_CHANGES = "identityChanges";
    static final String ACCOUNTS = "accounts";
    static final String DEFINITIONS = "definitions";
    static final String AUDIENCES = "audiences";
    static final String TRAITS = "traits";

    static final KnownFields FIELDS = KnownFields.of(AUDIENCES, TRAITS, "enrichment", DEFINITIONS, EVENTS,
            IDENTITY_CHANGES, ACCOUNTS);
    static final KnownFields EVENT_NAMES = KnownFields.of("audienceEntered", "audienceExited", "traitComputed");

    static final int LONGEST_NAME = 200;
    static final int LONGEST_KEY = 100;

    private static final int MOST_KEYS = 1_000;
    private static final int LONGEST_EVENT = 1_000;
    private static final int MOST_ENRICHMENT = 50;
    private static final int MOST_DEFINITIONS = 100;

    /** Different names of traits that go along, of all definitions together: all are read with each person. */
    private static final int MOST_ALONG = 200;

    private static final KnownFields CHOSEN_EVENTS = KnownFields.of("types", "names");
    private static final KnownFields OF_KEY = KnownFields.of("enabled", "calls", "eventNames", "enrichment");
    private static final List<String> CALL_TYPES = List.of("identify", "track", "page", "screen", "group", "alias");

    private SelectionForm() {}

    static Selection read(FormFields send) {
        List<String> enrichment = send.texts("enrichment", List.of(), MOST_ENRICHMENT, LONGEST_KEY);
        var selection = new Selection(keys(send, AUDIENCES), keys(send, TRAITS), enrichment, events(send),
                send.flag(IDENTITY_CHANGES, false), send.choice(ACCOUNTS, Accounts.values()), definitions(send));
        if (selection.enrichmentOfAll().size() > MOST_ALONG) {
            send.problem(DEFINITIONS, "names with enrichment more than " + MOST_ALONG + " different traits");
        }
        return selection;
    }

    private static Map<String, OfKey> definitions(FormFields send) {
        JsonNode given = send.object().path(DEFINITIONS);
        Map<String, OfKey> all = new HashMap<>();
        if (!send.isGiven(DEFINITIONS)) {
            return all;
        }
        if (!given.isObject() || given.size() > MOST_DEFINITIONS) {
            send.problem(DEFINITIONS, "is not an object of at most " + MOST_DEFINITIONS
                    + " keys of definitions, each with what is different for it");
            return all;
        }
        given.fieldNames().forEachRemaining(key -> {
            if (key.isBlank() || key.length() > LONGEST_KEY) {
                send.problem(DEFINITIONS, "has a key that is not a text of 1 to " + LONGEST_KEY + " characters");
            } else {
                var place = new FormFields(given, send.where() + DEFINITIONS + ".", send.problems());
                all.put(key, ofKey(place, key));
            }
        });
        return all;
    }

    private static OfKey ofKey(FormFields definitions, String key) {
        if (!definitions.isGiven(key)) {
            definitions.problem(key, "is not an object");
        }
        FormFields one = definitions.inside(key, OF_KEY);
        FormFields names = one.inside("eventNames", EVENT_NAMES);
        return new OfKey(one.flag("enabled", true),
                one.isGiven("calls") ? Optional.of(one.choices("calls", Set.of(), Call.values())) : Optional.empty(),
                name(names, "audienceEntered"), name(names, "audienceExited"), name(names, "traitComputed"),
                one.isGiven("enrichment")
                        ? Optional.of(one.texts("enrichment", List.of(), MOST_ENRICHMENT, LONGEST_KEY))
                        : Optional.empty());
    }

    private static Optional<String> name(FormFields names, String field) {
        return names.isGiven(field) ? Optional.of(names.text(field, "", LONGEST_NAME)) : Optional.empty();
    }

    private static Events events(FormFields send) {
        JsonNode given = send.object().path(EVENTS);
        if (!given.isObject()) {
            if (send.isGiven(EVENTS) && !given.isBoolean()) {
                send.problem(EVENTS,
                        "is neither true nor false, nor an object like {\"types\": [\"track\"], \"names\": [\"Signed Up\"]}");
            }
            return given.asBoolean(false) ? new Events.All() : new Events.None();
        }
        FormFields some = send.inside(EVENTS, CHOSEN_EVENTS);
        List<String> types = some.texts("types", List.of(), CALL_TYPES.size(), LONGEST_KEY);
        if (!CALL_TYPES.containsAll(types)) {
            some.problem("types", "is not a list of " + String.join(", ", CALL_TYPES));
        }
        List<String> names = some.texts("names", List.of(), MOST_KEYS, LONGEST_EVENT);
        return types.isEmpty() && names.isEmpty()
                ? new Events.All()
                : new Events.Some(Set.copyOf(types), Set.copyOf(names));
    }

    private static Keys keys(FormFields send, String field) {
        List<String> keys = send.texts(field, List.of("*"), MOST_KEYS, LONGEST_KEY);
        if (!keys.contains("*")) {
            return new Keys.Named(Set.copyOf(keys));
        }
        if (keys.size() > 1) {
            send.problem(field, "has keys beside \"*\", which stands for all");
        }
        return new Keys.All();
    }

    /** As {@link #read} takes it. */
    static ObjectNode document(Selection send) {
        ObjectNode sent = Json.object();
        sent.set(AUDIENCES, keys(send.audiences()));
        sent.set(TRAITS, keys(send.traits()));
        sent.set("enrichment", DestinationDraft.texts(send.enrichment()));
        ObjectNode definitions = sent.putObject(DEFINITIONS);
        new TreeMap<>(send.ofKeys()).forEach((key, each) -> definitions.set(key, ofKey(each)));
        sent.set(EVENTS, events(send.events()));
        return sent.put(IDENTITY_CHANGES, send.identityChanges()).put(ACCOUNTS, FormFields.text(send.accounts()));
    }

    /** Only what is different. */
    private static ObjectNode ofKey(OfKey definition) {
        ObjectNode one = Json.object();
        if (!definition.enabled()) {
            one.put("enabled", false);
        }
        definition.calls().ifPresent(calls -> one.set("calls", DestinationDraft.constants(calls, Call.values())));
        ObjectNode names = Json.object();
        definition.entered().ifPresent(name -> names.put("audienceEntered", name));
        definition.exited().ifPresent(name -> names.put("audienceExited", name));
        definition.computed().ifPresent(name -> names.put("traitComputed", name));
        if (!names.isEmpty()) {
            one.set("eventNames", names);
        }
        definition.enrichment().ifPresent(traits -> one.set("enrichment", DestinationDraft.texts(traits)));
        return one;
    }

    private static JsonNode events(Events events) {
        return switch (events) {
            case Events.None none -> BooleanNode.FALSE;
            case Events.All all -> BooleanNode.TRUE;
            case Events.Some(Set<String> types, Set<String> names) -> {
                ObjectNode some = Json.object();
                some.set("types", DestinationDraft.texts(new TreeSet<>(types)));
                some.set("names", DestinationDraft.texts(new TreeSet<>(names)));
                yield some;
            }
        };
    }

    private static JsonNode keys(Keys keys) {
        return switch (keys) {
            case Keys.All all -> DestinationDraft.texts(List.of("*"));
            case Keys.Named(Set<String> named) -> DestinationDraft.texts(new TreeSet<>(named));
        };
    }
}
