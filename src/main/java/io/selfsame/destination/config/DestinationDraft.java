package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination.AliasOnMerge;
import io.selfsame.destination.Destination.Call;
import io.selfsame.destination.Destination.Calls;
import io.selfsame.destination.Destination.FirstSync;
import io.selfsame.destination.Destination.Ids;
import io.selfsame.destination.Destination.Keys;
import io.selfsame.destination.Destination.Selection;
import io.selfsame.destination.Destination.Strategy;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
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
        Ids ids,
        AliasOnMerge aliasOnMerge, FirstSync firstSync, SettingsReader.ReadSettings settings) {

    static final String NAME = "name";
    static final String KIND = "kind";
    static final String ENABLED = "enabled";
    static final String SETTINGS = "settings";
    static final String VERSION = "version";
    static final String SEND = "send";
    static final String IDS = "ids";
    static final String FIRST_SYNC = "firstSync";

    /** Whatever is neither of these nor a setting, in the order of answers. */
    static final List<String> OPTIONS = List.of(SEND, "calls", "eventNames", "ids", "aliasOnMerge",
            FIRST_SYNC);

    private static final int LONGEST_NAME = 200;
    private static final int MOST_KEYS = 1_000;
    private static final int LONGEST_KEY = 100;
    private static final int MOST_ENRICHMENT = 50;
    private static final int MOST_TYPES = 50;
    private static final int LONGEST_HOLD = 720;

    private static final KnownFields NEW = answered(KnownFields.of(NAME, KIND, ENABLED, SETTINGS, "send", "calls",
            "eventNames", "ids", "aliasOnMerge", "firstSync")).ignoring(VERSION);
    private static final KnownFields CHANGE = answered(KnownFields.of(NAME, KIND, ENABLED, SETTINGS, "send", "calls",
            "eventNames", "ids", "aliasOnMerge", "firstSync", VERSION));

    private static final KnownFields SENT = KnownFields.of("audiences", "traits", "enrichment", "events",
            "identityChanges");
    private static final KnownFields CALLS = KnownFields.of("audience", "trait");
    private static final KnownFields EVENT_NAMES = KnownFields.of("audienceEntered", "audienceExited", "traitComputed");
    private static final KnownFields ID_FIELDS = KnownFields.of("strategy", "types", "anonymous");
    private static final KnownFields ALIAS = KnownFields.of(ENABLED, "holdHours");

    /** What we answer with and nobody can set: whoever sends back a destination as it came is understood. */
    private static KnownFields answered(KnownFields fields) {
        return fields.ignoring("id", "spaceId", "status", "pausedBecause", "failingBecause", "createdBy", "updatedBy",
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
                ids(body.inside(IDS, ID_FIELDS)), alias(body.inside("aliasOnMerge", ALIAS)),
                body.choice("firstSync", FirstSync.values()),
                kind.map(one -> one == DestinationKind.CATALOGUE
                        ? tools.read(tool, body, stored)
                        : SettingsReader.read(one, body, stored, urls))
                        .orElseGet(() -> new SettingsReader.ReadSettings(Json.object(), Map.of())));
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
        for (String field : List.of("events", "identityChanges")) {
            if (send.flag(field, false)) {
                send.problem(field, "cannot be true yet: this version sends audiences and computed traits only");
            }
        }
        List<String> enrichment = send.texts("enrichment", List.of(), MOST_ENRICHMENT, LONGEST_KEY);
        if (!enrichment.isEmpty()) {
            send.problem("enrichment", "cannot have traits yet: this version sends the trait that changed alone");
        }
        return new Selection(keys(send, "audiences"), keys(send, "traits"), enrichment);
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
        if (alias.flag(ENABLED, false)) {
            alias.problem(ENABLED, "cannot be true yet: this version sends no alias calls");
        }
        return new AliasOnMerge(alias.flag(ENABLED, AliasOnMerge.OFF.enabled()),
                alias.whole("holdHours", AliasOnMerge.OFF.holdHours(), 0, LONGEST_HOLD));
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
        sent.put("events", false).put("identityChanges", false);
        ObjectNode called = all.putObject("calls");
        called.set("audience", constants(calls.audience(), Call.values()));
        called.set("trait", constants(calls.trait(), Call.values()));
        all.putObject("eventNames").put("audienceEntered", calls.entered()).put("audienceExited", calls.exited())
                .put("traitComputed", calls.computed());
        ObjectNode identified = all.putObject("ids").put("strategy", FormFields.text(ids.strategy()));
        identified.set("types", texts(new TreeSet<>(ids.types())));
        identified.put("anonymous", ids.anonymous());
        all.putObject("aliasOnMerge").put(ENABLED, aliasOnMerge.enabled()).put("holdHours", aliasOnMerge.holdHours());
        return all.put("firstSync", FormFields.text(firstSync));
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
