package io.selfsame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The JSON form of identity rules, both ways. */
public final class RulesJson {

    /** What a type may be called: it stands before the colon of an external ID. */
    static final java.util.regex.Pattern TYPE = java.util.regex.Pattern.compile("[^:\\s\\p{Cntrl}]{1,100}");

    /** Names that are looked up in every event, over all types. */
    static final int MOST_TRAIT_KEYS = 200;

    /** In characters: each is looked up in every event. */
    static final int MOST_TRAIT_KEY_LENGTH = 100;
    /** What the decision about a batch goes through. */
    static final int MOST_TYPES = 1_000;

    private static final int MOST_SHOWN = 20;

    private static final KnownFields RULES = KnownFields
            .of("identifiers", "maxMerges", "maxIdentifiers", "defaultBlocked",
                    "traitPolicies", "browserKeys")
            .ignoring("version", "joined", "defaultBlockList", "data");
    private static final KnownFields RULE = KnownFields.of("type", "limit", "period", "priority", "blocked",
            "traitKeys");
    private static final KnownFields BLOCKED = KnownFields.of("values", "patterns");
    private static final KnownFields BROWSER_KEYS = KnownFields.of("allowedIds");

    private RulesJson() {}

    /**
     * Reads rules. An answer of {@code GET} can be sent as it came, or what is in its {@code data}.
     *
     * @throws Invalid with the problems, one after another
     */
    static IdentityRules read(JsonNode sent) {
        List<String> problems = new ArrayList<>();
        return read(sent, problems, problems);
    }

    /**
     * Reads rules that were taken once, perhaps when there were no limits yet: no rule may stall what comes in.
     *
     * @param beyond takes in what is beyond a limit and left out
     */
    static IdentityRules stored(JsonNode stored, List<String> beyond) {
        try {
            return read(stored, new ArrayList<>(), beyond);
        } catch (Invalid e) {
            throw new IllegalStateException("Stored identity rules are not understood", e);
        }
    }

    private static IdentityRules read(JsonNode sent, List<String> problems, List<String> beyond) {
        JsonNode body = sent.size() == 1 && sent.has("data") ? sent.get("data") : sent;
        if (!body.isObject()) {
            throw new Invalid("Identity rules are a JSON object with \"identifiers\"");
        }
        RULES.problem(body).ifPresent(problems::add);
        Map<String, IdentifierRule> rules = new LinkedHashMap<>();
        JsonNode identifiers = body.path("identifiers");
        if (!identifiers.isArray() && !identifiers.isMissingNode()) {
            problems.add("\"identifiers\" is not an array");
        }
        var patterns = new BlockPatterns();
        int traitKeys = 0;
        for (JsonNode entry : identifiers) {
            String where = "identifiers[" + rules.size() + "]";
            if (rules.size() == MOST_TYPES) {
                beyond.add("more than " + MOST_TYPES + " types");
                break;
            }
            IdentifierRule rule = rule(entry, where, patterns, problems, beyond);
            traitKeys += rule.traitKeys().size();
            if (traitKeys > MOST_TRAIT_KEYS) {
                beyond.add(where + ".traitKeys: with these the types have " + traitKeys + "; the limit is "
                        + MOST_TRAIT_KEYS);
                traitKeys -= rule.traitKeys().size();
                rule = new IdentifierRule(rule.type(), rule.limit(), rule.period(), rule.priority(), rule.blocked(),
                        List.of());
            }
            if (rules.put(rule.type(), rule) != null) {
                problems.add("type \"" + rule.type() + "\" stands twice");
            }
        }
        int maxMerges = number(body, "maxMerges", IdentityRules.MAX_MERGES, 0, 10_000, "", problems);
        int maxIdentifiers = number(body, "maxIdentifiers", IdentityRules.MAX_IDENTIFIERS, 1, 10_000, "", problems);
        JsonNode defaultBlocked = body.path("defaultBlocked");
        if (!defaultBlocked.isMissingNode() && !defaultBlocked.isBoolean()) {
            problems.add("\"defaultBlocked\" is neither true nor false");
        }
        Map<String, TraitPolicy> policies = new LinkedHashMap<>();
        requireObject(body, "traitPolicies", "", problems);
        body.path("traitPolicies").properties().forEach(entry -> TraitPolicy.of(entry.getValue().asText())
                .ifPresentOrElse(policy -> policies.put(entry.getKey(), policy),
                        () -> problems.add("traitPolicies." + entry.getKey() + " is not one of newest, oldest, "
                                + "first_seen_profile, max, min, union")));
        Optional<Set<String>> browserIds = browserIds(body, problems);
        if (!problems.isEmpty()) {
            throw new Invalid("Identity rules not taken: " + summary(problems));
        }
        return new IdentityRules(0, rules, maxMerges, maxIdentifiers, defaultBlocked.asBoolean(true), policies,
                browserIds);
    }

    /** Some of them, and how many more there are. */
    static String summary(List<String> problems) {
        String some = String.join("; ", problems.subList(0, Math.min(MOST_SHOWN, problems.size())));
        return problems.size() > MOST_SHOWN ? some + "; and " + (problems.size() - MOST_SHOWN) + " more" : some;
    }

    private static IdentifierRule rule(JsonNode entry, String where, BlockPatterns compiler, List<String> problems,
            List<String> beyond) {
        String type = entry.path("type").asText("");
        if (!entry.path("type").isTextual() || !TYPE.matcher(type).matches()) {
            problems.add(where + ".type is not a name of 1 to 100 characters without colons and spaces");
        }
        if (type.equals(ExternalId.GROUP_ID)) {
            problems.add(where + ".type: group_id names accounts, never people");
        }
        RULE.problem(entry, where + ".").ifPresent(problems::add);
        IdentifierRule standard = IdentifierRule.standard(type);
        int limit = number(entry, "limit", standard.limit(), 1, 10_000, where + ".", problems);
        int priority = number(entry, "priority", standard.priority(), 1, 1_000_000, where + ".", problems);
        Period period = Period.EVER;
        if (entry.hasNonNull("period")) {
            var known = Period.of(entry.get("period").asText());
            if (known.isEmpty()) {
                problems.add(where + ".period is not one of ever, daily, weekly, monthly, annually");
            }
            period = known.orElse(Period.EVER);
        }
        requireObject(entry, "blocked", where + ".", problems);
        JsonNode blocked = entry.path("blocked");
        BLOCKED.problem(blocked, where + ".blocked.").ifPresent(problems::add);
        // What is looked up has been normalised, so what it is compared with must be.
        Set<String> values = new LinkedHashSet<>();
        texts(blocked, "values", where + ".blocked.", problems).forEach(
                value -> values.add(ExternalId.of(type, value).map(ExternalId::value).orElse(value)));
        int flags = type.equals(ExternalId.EMAIL) ? Pattern.CASE_INSENSITIVE : 0;
        String place = where + ".blocked.patterns: ";
        List<Pattern> patterns = compiler.compile(texts(blocked, "patterns", where + ".blocked.", problems), flags,
                wrong -> problems.add(place + wrong), large -> beyond.add(place + large));
        return new IdentifierRule(type, limit, period, priority, new BlockList(values, patterns),
                traitKeys(entry, where + ".", problems, beyond));
    }

    /** The types that browser keys may send; empty for all. */
    private static Optional<Set<String>> browserIds(JsonNode body, List<String> problems) {
        requireObject(body, "browserKeys", "", problems);
        JsonNode browserKeys = body.path("browserKeys");
        BROWSER_KEYS.problem(browserKeys, "browserKeys.").ifPresent(problems::add);
        Set<String> types = new LinkedHashSet<>(texts(browserKeys, "allowedIds", "browserKeys.", problems));
        if (!browserKeys.hasNonNull("allowedIds") || types.equals(Set.of(RulesForm.EVERY_TYPE))) {
            return Optional.empty();
        }
        if (types.size() > MOST_TYPES) {
            problems.add("browserKeys.allowedIds has " + types.size() + " types; the limit is " + MOST_TYPES);
        }
        for (String type : types) {
            if (type.equals(RulesForm.EVERY_TYPE)) {
                problems.add("browserKeys.allowedIds: \"*\" means all types, so no other stands beside it");
            } else if (type.equals(ExternalId.GROUP_ID)) {
                problems.add("browserKeys.allowedIds: group_id names accounts, never people");
            } else if (!TYPE.matcher(type).matches()) {
                problems.add("browserKeys.allowedIds holds something that is not a name of 1 to 100 characters without"
                        + " colons and spaces");
            }
        }
        return Optional.of(types);
    }

    private static int number(JsonNode node, String field, int standard, int least, int most, String where,
            List<String> problems) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return standard;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
            problems.add(where + field + " is not a whole number from " + least + " to " + most);
            return standard;
        }
        return value.asInt();
    }

    private static void requireObject(JsonNode node, String field, String where, List<String> problems) {
        if (node.hasNonNull(field) && !node.get(field).isObject()) {
            problems.add(where + field + " is not a JSON object");
        }
    }

    private static List<IdentifierRule.TraitKey> traitKeys(JsonNode entry, String where, List<String> problems,
            List<String> beyond) {
        List<IdentifierRule.TraitKey> keys = new ArrayList<>();
        for (String key : texts(entry, "traitKeys", where, problems)) {
            if (key.length() > MOST_TRAIT_KEY_LENGTH) {
                beyond.add(where + "traitKeys: one has " + key.length() + " characters; the limit is "
                        + MOST_TRAIT_KEY_LENGTH);
            } else {
                keys.add(IdentifierRule.TraitKey.of(key));
            }
        }
        return keys;
    }

    private static List<String> texts(JsonNode node, String field, String where, List<String> problems) {
        List<String> texts = new ArrayList<>();
        JsonNode array = node.path(field);
        if (!array.isMissingNode() && !array.isNull() && !array.isArray()) {
            problems.add(where + field + " is not an array of strings");
        }
        for (JsonNode text : array) {
            if (text.isTextual()) {
                texts.add(text.asText());
            } else {
                problems.add(where + field + " holds something that is not a string");
            }
        }
        return texts;
    }

    /** The form that {@link #read} takes, as {@link RulesForm}. */
    public static JsonNode write(IdentityRules rules) {
        return Json.tree(RulesForm.of(rules));
    }
}
