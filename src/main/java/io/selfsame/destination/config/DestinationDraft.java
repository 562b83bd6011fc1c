package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination.AliasOnMerge;
import io.selfsame.destination.Destination.Call;
import io.selfsame.destination.Destination.Calls;
import io.selfsame.destination.Destination.FirstSync;
import io.selfsame.destination.Destination.Ids;
import io.selfsame.destination.Destination.Selection;
import io.selfsame.destination.Destination.Strategy;
import io.selfsame.destination.UrlCheck;
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
    static final String ALIAS_ON_MERGE = "aliasOnMerge";
    static final String FIRST_SYNC = "firstSync";
    static final String CONSENT = "consentCategories";

    /** Whatever is neither of these nor a setting, in the order of answers. */
    static final List<String> OPTIONS = List.of(SEND, "calls", "eventNames", "ids", ALIAS_ON_MERGE,
            FIRST_SYNC, CONSENT);

    private static final int MOST_TYPES = 50;
    private static final int LONGEST_HOLD = 720;

    private static final KnownFields NEW = answered(KnownFields.of(NAME, KIND, ENABLED, SETTINGS, "send", "calls",
            "eventNames", "ids", ALIAS_ON_MERGE, "firstSync", CONSENT)).ignoring(VERSION);
    private static final KnownFields CHANGE = answered(KnownFields.of(NAME, KIND, ENABLED, SETTINGS, "send", "calls",
            "eventNames", "ids", ALIAS_ON_MERGE, "firstSync", CONSENT, VERSION));

    private static final KnownFields CALLS = KnownFields.of("audience", "trait");
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
        String name = body.text(NAME, "", SelectionForm.LONGEST_NAME);
        Optional<DestinationKind> kind = kind(body);
        String tool = kind.filter(DestinationKind.CATALOGUE::equals)
                .map(one -> DestinationKind.tool(all.path(KIND).asText())).orElse("");
        var draft = new DestinationDraft(name, kind.orElse(DestinationKind.WEBHOOK), tool, body.flag(ENABLED, true),
                SelectionForm.read(body.inside(SEND, SelectionForm.FIELDS)),
                calls(body.inside("calls", CALLS), body.inside("eventNames", SelectionForm.EVENT_NAMES)),
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

    private static Calls calls(FormFields calls, FormFields names) {
        Calls standard = Calls.STANDARD;
        return new Calls(calls.choices("audience", standard.audience(), Call.values()),
                calls.choices("trait", standard.trait(), Call.values()),
                names.text("audienceEntered", standard.entered(), SelectionForm.LONGEST_NAME),
                names.text("audienceExited", standard.exited(), SelectionForm.LONGEST_NAME),
                names.text("traitComputed", standard.computed(), SelectionForm.LONGEST_NAME));
    }

    private static Ids ids(FormFields ids) {
        boolean anonymous = ids.flag("anonymous", Ids.STANDARD.anonymous());
        List<String> types = ids.texts("types", List.copyOf(Ids.STANDARD.types()), MOST_TYPES,
                SelectionForm.LONGEST_KEY);
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
        all.set(SEND, SelectionForm.document(send));
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

    static ArrayNode constants(Set<Call> some, Call... all) {
        return texts(Arrays.stream(all).filter(some::contains).map(FormFields::text).toList());
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = Json.array();
        texts.forEach(array::add);
        return array;
    }
}
