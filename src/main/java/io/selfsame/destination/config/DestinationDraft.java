package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination.Accounts;
import io.selfsame.destination.Destination.AliasOnMerge;
import io.selfsame.destination.Destination.Call;
import io.selfsame.destination.Destination.Calls;
import io.selfsame.destination.Destination.Events;
import io.selfsame.destination.Destination.FirstSync;
import io.selfsame.destination.Destination.Ids;
import io.selfsame.destination.Destination.Keys;
import io.selfsame.destination.Destination.Selection;
import io.selfsame.destination.Destination.Strategy;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import io.selfsame.trait.ConsentTraits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody wants a destination to be: all of it, with defaults for what was not said. Immutable.
 *
 * @param tool of the catalogue; empty of any other kind
 * @param settings those that are no secrets
 */
record DestinationDraft(String name, DestinationKind kind, String tool, boolean enabled, Selection send, Calls calls,
        Ids ids, AliasOnMerge aliasOnMerge, FirstSync firstSync, Set<String> consentCategories,
        SettingsReader.ReadSettings settings) {

    static final String NAME = "name";
    static final String KIND = "kind";
    static final String ENABLED = "enabled";
    static final String SETTINGS = "settings";
    static final String VERSION = "version";
    static final String SEND = "send";
    static final String IDS = "ids";
    static final String EVENTS = "events";
    static final String IDENTITY_CHANGES = "identityChanges";
    static final String ACCOUNTS = "accounts";
    static final String ALIAS_ON_MERGE = "aliasOnMerge";
    static final String FIRST_SYNC = "firstSync";
    static final String CONSENT = "consentCategories";

    /** Whatever is neither of these nor a setting, in the order of answers. */
    static final List<String> OPTIONS = List.of(SEND, "calls", "eventNames", "ids", ALIAS_ON_MERGE,
            FIRST_SYNC, CONSENT);

    private static final int LONGEST_NAME = 200;
    private static final int MOST_KEYS = 1_000;
    private static final int LONGEST_KEY = 100;
    private static final int LONGEST_EVENT = 1_000;
    private static final int MOST_ENRICHMENT = 50;
    private static final int MOST_TYPES = 50;
    private static final int LONGEST_HOLD = 720;

    private static final KnownFields NEW = answered(KnownFields.of(NAME, KIND, ENABLED, SETTINGS, "send", "calls",
            "eventNames", "ids", ALIAS_ON_MERGE, "firstSync", CONSENT)).ignoring(VERSION);
    private static final KnownFields CHANGE = answered(KnownFields.of(NAME, KIND, ENABLED, SETTINGS, "send", "calls",
            "eventNames", "ids", ALIAS_ON_MERGE, "firstSync", CONSENT, VERSION));

    private static final KnownFields SENT = KnownFields.of("audiences", "traits", "enrichment", EVENTS,
            IDENTITY_CHANGES, ACCOUNTS);
    private static final KnownFields CHOSEN_EVENTS = KnownFields.of("types", "names");
    private static final List<String> CALL_TYPES = List.of("identify", "track", "page", "screen", "group", "alias");
    private static final KnownFields CALLS = KnownFields.of("audience", "trait");
    private static final KnownFields EVENT_NAMES = KnownFields.of("audienceEntered", "audienceExited", "traitComputed");
    private static final KnownFields ID_FIELDS = KnownFields.of("strategy", "types", "anonymous");
    private static final KnownFields ALIAS = KnownFields.of(ENABLED, "holdHours");

    /** What we answer with and nobody can set: whoever sends back a destination as it came is understood. */
    private static KnownFields answered(KnownFields fields) {
        return fields.ignoring("id", "spaceId", "status", "export", "pausedBecause", "failingBecause", "createdBy",
                "updatedBy",
                "createdAt", "updatedAt");
    }

    /**
     * Requires that a body is an object with no other fields than a destination has.
     *
     * @param isNew whether it is of a new one
     * @throws Invalid if it is not
     */
    static void requireKnown(JsonNode body, boolean isNew) {
        (isNew ? NEW : CHANGE).require(body);
    }

    /**
     * Reads a destination.
     *
     * @param all every field that is not to have its default
     * @param stored the names of the secrets that are stored of it
     * @param tools reads the settings of a tool of the catalogue
     * @throws Invalid with every problem, one after another
     */
    static DestinationDraft read(JsonNode all, Set<String> stored, UrlCheck urls, ToolForms tools) {
        List<String> problems = new ArrayList<>();
        var body = new FormFields(all, "", problems);
        String name = body.text(NAME, "", LONGEST_NAME);
        Optional<DestinationKind> kind = kind(body);
        String tool = kind.filter(DestinationKind.CATALOGUE::equals)
                .map(one -> DestinationKind.tool(all.path(KIND).asText())).orElse("");
        var draft = new DestinationDraft(name, kind.orElse(DestinationKind.WEBHOOK), tool, body.flag(ENABLED, true),
                send(body.inside(SEND, SENT)),
                calls(body.inside("calls", CALLS), body.inside("eventNames", EVENT_NAMES)),
                ids(body.inside(IDS, ID_FIELDS)), alias(body.inside(ALIAS_ON_MERGE, ALIAS)),
                body.choice("firstSync", FirstSync.values()),
                Set.copyOf(body.texts(CONSENT, List.of(), ConsentTraits.MOST, ConsentTraits.LONGEST)),
                kind.map(one -> one == DestinationKind.CATALOGUE
                        ? tools.read(tool, body, stored)
                        : SettingsReader.read(one.settings(), body, stored, urls))
                        .orElseGet(() -> new SettingsReader.ReadSettings(Json.object(), Map.of())));
        if (kind.filter(DestinationKind.FILES::equals).isPresent() && !draft.consentCategories().isEmpty()) {
            body.problem(CONSENT, "does not hold for files, which have everybody; leave it out");
        }
        if (!problems.isEmpty()) {
            throw new Invalid("Not taken: " + String.join("; ", problems));
        }
        return draft;
    }

    private static Optional<DestinationKind> kind(FormFields body) {
        if (!body.isGiven(KIND)) {
            body.problem(KIND, "is missing; there are " + DestinationKind.all());
            return Optional.empty();
        }
        String text = body.object().path(KIND).asText();
        Optional<DestinationKind> kind = DestinationKind.of(text);
        if (kind.isEmpty()) {
            body.problem(KIND, "is " + KnownFields.quoted(text) + ", which is none; there are "
                    + DestinationKind.all());
        }
        return kind;
    }

    private static Selection send(FormFields send) {
        List<String> enrichment = send.texts("enrichment", List.of(), MOST_ENRICHMENT, LONGEST_KEY);
        return new Selection(keys(send, "audiences"), keys(send, "traits"), enrichment, events(send),
                send.flag(IDENTITY_CHANGES, false), send.choice(ACCOUNTS, Accounts.values()));
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

    private static Calls calls(FormFields calls, FormFields names) {
        Calls standard = Calls.STANDARD;
        return new Calls(calls.choices("audience", standard.audience(), Call.values()),
                calls.choices("trait", standard.trait(), Call.values()),
                names.text("audienceEntered", standard.entered(), LONGEST_NAME),
                names.text("audienceExited", standard.exited(), LONGEST_NAME),
                names.text("traitComputed", standard.computed(), LONGEST_NAME));
    }

    private static Ids ids(FormFields ids) {
        boolean anonymous = ids.flag("anonymous", Ids.STANDARD.anonymous());
        List<String> types = ids.texts("types", List.copyOf(Ids.STANDARD.types()), MOST_TYPES, LONGEST_KEY);
        if (types.stream().anyMatch(type -> !type.matches("[^:\\s\\p{Cntrl}]+"))) {
            ids.problem("types", "has a text that is no type of an identifier, which has no colon and no space");
        }
        if (types.contains("anonymous_id")) {
            ids.problem("types", "has anonymous_id; send \"anonymous\": true in place of it");
        }
        if (types.isEmpty() && !anonymous) {
            ids.problem("types", "is empty, so that nobody could be told of");
        }
        return new Ids(ids.choice("strategy", Strategy.values()), Set.copyOf(types), anonymous);
    }

    private static AliasOnMerge alias(FormFields alias) {
        return new AliasOnMerge(alias.flag(ENABLED, AliasOnMerge.OFF.enabled()),
                alias.whole("holdHours", AliasOnMerge.OFF.holdHours(), 1, LONGEST_HOLD));
    }

    /** All of it but the secrets, as {@link #read} takes it and answers show it. */
    ObjectNode document() {
        ObjectNode all = Json.object().put(NAME, name)
                .put(KIND, tool.isEmpty() ? kind.text() : DestinationKind.TOOL + tool).put(ENABLED, enabled);
        all.set(SETTINGS, settings.plain());
        ObjectNode sent = all.putObject("send");
        sent.set("audiences", keys(send.audiences()));
        sent.set("traits", keys(send.traits()));
        sent.set("enrichment", texts(send.enrichment()));
        sent.set(EVENTS, events(send.events()));
        sent.put(IDENTITY_CHANGES, send.identityChanges()).put(ACCOUNTS, FormFields.text(send.accounts()));
        ObjectNode called = all.putObject("calls");
        called.set("audience", constants(calls.audience(), Call.values()));
        called.set("trait", constants(calls.trait(), Call.values()));
        all.putObject("eventNames").put("audienceEntered", calls.entered()).put("audienceExited", calls.exited())
                .put("traitComputed", calls.computed());
        ObjectNode identified = all.putObject("ids").put("strategy", FormFields.text(ids.strategy()));
        identified.set("types", texts(new TreeSet<>(ids.types())));
        identified.put("anonymous", ids.anonymous());
        all.putObject(ALIAS_ON_MERGE).put(ENABLED, aliasOnMerge.enabled()).put("holdHours", aliasOnMerge.holdHours());
        all.put("firstSync", FormFields.text(firstSync));
        all.set(CONSENT, texts(new TreeSet<>(consentCategories)));
        return all;
    }

    private static JsonNode events(Events events) {
        return switch (events) {
            case Events.None none -> BooleanNode.FALSE;
            case Events.All all -> BooleanNode.TRUE;
            case Events.Some(Set<String> types, Set<String> names) -> {
                ObjectNode some = Json.object();
                some.set("types", texts(new TreeSet<>(types)));
                some.set("names", texts(new TreeSet<>(names)));
                yield some;
            }
        };
    }

    private static ArrayNode keys(Keys keys) {
        return switch (keys) {
            case Keys.All all -> texts(List.of("*"));
            case Keys.Named(Set<String> named) -> texts(new TreeSet<>(named));
        };
    }

    private static ArrayNode constants(Set<Call> some, Call... all) {
        return texts(Arrays.stream(all).filter(some::contains).map(FormFields::text).toList());
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = Json.array();
        texts.forEach(array::add);
        return array;
    }
}
