package io.selfsame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Finds the external IDs of a message: the default paths first, then {@code context.externalIds}, then the trait keys
 * that the rules name. Pure and thread safe.
 */
public final class Extractor {

    /** Numbers with more digits than this are nobody's identifier; spelling them out would only cost memory. */
    private static final int MAX_SCALE = 400;

    private Extractor() {}

    /** Each ID once, where it came first; normalised; blank ones left out, over-long ones still in. */
    public static List<ExternalId> extract(JsonNode message, IdentityRules rules) {
        return extract(message, rules, (type, value) -> {});
    }

    /**
     * As {@link #extract(JsonNode, IdentityRules)}.
     *
     * @param wrong is told of what stands where an ID should, with the type of that: a list, an object or a boolean
     */
    public static List<ExternalId> extract(JsonNode message, IdentityRules rules, BiConsumer<String, JsonNode> wrong) {
        var ids = new Found(new LinkedHashSet<>(), wrong);
        JsonNode context = message.path("context");
        ids.add(ExternalId.USER_ID, message.path("userId"));
        // Those of a group call are the account's.
        if (!message.path("type").asText("").equals("group")) {
            ids.add(ExternalId.EMAIL, message.path("traits").path("email"));
        }
        ids.add(ExternalId.EMAIL, context.path("traits").path("email"));
        ids.add("anonymous_id", message.path("anonymousId"));
        device(ids, context.path("device"));
        ids.add("ga_client_id", context.path("integrations").path("Google Analytics").path("clientId"));
        ids.add("cross_domain_id", message.path("cross_domain_id"));
        ids.add("cross_domain_id", context.path("traits").path("crossDomainId"));
        ids.add("braze_id", context.path("Braze").path("braze_id"));
        for (JsonNode entry : context.path("externalIds")) {
            String type = entry.path("type").asText("");
            String collection = entry.path("collection").asText("users");
            if (collection.equals("users") && !type.equals(ExternalId.GROUP_ID)) {
                ids.add(type, entry.path("id"));
            }
        }
        for (IdentifierRule rule : rules.rules().values()) {
            for (IdentifierRule.TraitKey key : rule.traitKeys()) {
                named(message, key, value -> ids.add(rule.type(), value));
            }
        }
        return new ArrayList<>(ids.ids());
    }

    private static void device(Found ids, JsonNode device) {
        String platform = device.path("type").asText("").toLowerCase(Locale.ROOT);
        if (platform.equals("android") || platform.equals("ios")) {
            ids.add(platform + ".id", device.path("id"));
            if (device.path("adTrackingEnabled").asBoolean(false)) {
                ids.add(platform + ".idfa", device.path("advertisingId"));
            }
            ids.add(platform + ".push_token", device.path("token"));
        }
    }

    /** Looks a key up where its message type keeps such values. */
    private static void named(JsonNode message, IdentifierRule.TraitKey key, Consumer<JsonNode> found) {
        String type = message.path("type").asText("");
        JsonNode own = message.path(type.equals("identify") ? "traits" : "properties");
        JsonNode common = message.path("context").path("traits");
        for (String spelling : key.spellings()) {
            found.accept(own.path(spelling));
            found.accept(common.path(spelling));
        }
    }

    private record Found(Set<ExternalId> ids, BiConsumer<String, JsonNode> wrong) {

        void add(String type, JsonNode value) {
            text(value).flatMap(text -> ExternalId.of(type, text)).ifPresent(ids::add);
            if (value.isContainerNode() || value.isBoolean()) {
                wrong.accept(type, value);
            }
        }
    }

    /** The text of an identifier: a string as it is, a number as plain decimal text. Empty for anything else. */
    public static Optional<String> text(JsonNode value) {
        if (value.isTextual()) {
            return Optional.of(value.textValue());
        }
        if (!value.isNumber()) {
            return Optional.empty();
        }
        BigDecimal number = value.decimalValue();
        if (number.signum() == 0) {
            return Optional.of("0");
        }
        number = number.stripTrailingZeros();
        return Optional.of(Math.abs((long) number.scale()) > MAX_SCALE ? number.toString() : number.toPlainString());
    }
}
