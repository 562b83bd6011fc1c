package io.selfsame.tracking.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.error.Invalid;
import io.selfsame.identity.BlockPatterns;
import io.selfsame.json.Invisible;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tracking plans from JSON, and back. Pure. */
final class TrackingPlanJson {

    /** Rules of a plan. */
    static final int MOST = 1_000;

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_KEY = 1_000;
    private static final int MOST_NAMED = 10;

    private static final KnownFields PLAN = KnownFields.of("name", "onViolation", "onUnplannedEvent", "rules").ignoring(
            "sourceId",
            "version", "updatedAt", "updatedBy");
    private static final KnownFields RULE = KnownFields.of("type", "key", "jsonSchema").ignoring("version");

    private TrackingPlanJson() {}

    /**
     * Reads a body.
     *
     * @throws Invalid if it is no plan; the message lists what is wrong
     */
    static TrackingPlan read(JsonNode body) {
        return read(body, true);
    }

    /** Reads what was taken once: what is refused since then is not refused of it, as nobody sends it anew. */
    static TrackingPlan stored(JsonNode plan) {
        return read(plan, false);
    }

    private static TrackingPlan read(JsonNode body, boolean sent) {
        PLAN.require(body);
        JsonNode name = body.path("name");
        if (!name.isTextual() || Invisible.isBlank(name.textValue()) || name.textValue().length() > LONGEST_NAME) {
            throw new Invalid("name is a text of 1 to " + LONGEST_NAME + " characters");
        }
        PlanMode onViolation = mode(body, "onViolation", PlanMode.NOTE);
        if (onViolation == PlanMode.TAKE) {
            throw new Invalid("onViolation is \"note\" or \"block\"; without it, it is note");
        }
        PlanMode onUnplanned = mode(body, "onUnplannedEvent", PlanMode.TAKE);
        if (!(body.path("rules") instanceof ArrayNode entries)) {
            throw new Invalid("rules is a list of rules");
        }
        if (entries.size() > MOST) {
            throw new Invalid("There are " + entries.size() + " rules; the limit is " + MOST);
        }
        List<String> problems = new ArrayList<>();
        List<PlanRule> rules = new ArrayList<>();
        Set<String> events = new HashSet<>();
        var patterns = new BlockPatterns();
        for (int i = 0; i < entries.size(); i++) {
            String where = "rules[" + i + "]";
            try {
                PlanRule rule = rule(entries.get(i), where, patterns, sent);
                if (!events.add(rule.type() + "/" + rule.key().orElse(""))) {
                    problems.add(where + " is for the same events as another rule");
                }
                rules.add(rule);
            } catch (Invalid e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            int more = problems.size() - MOST_NAMED;
            throw new Invalid(String.join("; ", problems.subList(0, Math.min(MOST_NAMED, problems.size())))
                    + (more > 0 ? "; and " + more + " more" : ""));
        }
        return new TrackingPlan(name.textValue(), onViolation, onUnplanned, rules);
    }

    private static PlanMode mode(JsonNode body, String field, PlanMode standard) {
        JsonNode mode = body.path(field);
        if (mode.isMissingNode() || mode.isNull()) {
            return standard;
        }
        return PlanMode.of(mode.asText("")).orElseThrow(() -> new Invalid(field + " is one of "
                + (field.equals("onViolation") ? "" : "\"take\", ") + "\"note\" and \"block\"; without it, it is "
                + standard.text()));
    }

    private static PlanRule rule(JsonNode entry, String where, BlockPatterns patterns, boolean sent) {
        if (!entry.isObject()) {
            throw new Invalid(where + ": a rule is an object with type, key and jsonSchema");
        }
        RULE.problem(entry).ifPresent(problem -> {
            throw new Invalid(where + ": " + problem);
        });
        PlanRule.RuleType type = PlanRule.RuleType.of(entry.path("type").asText("")).orElseThrow(() -> new Invalid(
                where + ".type is one of TRACK, IDENTIFY, GROUP, PAGE, SCREEN, ALIAS and COMMON"));
        JsonNode key = entry.path("key");
        boolean keyed = !key.isMissingNode() && !key.isNull();
        if (keyed && (!type.isNamed() || !key.isTextual() || key.textValue().isEmpty()
                || key.textValue().length() > LONGEST_KEY)) {
            throw new Invalid(where + ".key is the name of an event, a page or a screen, of at most " + LONGEST_KEY
                    + " characters; rules of other types have none");
        }
        try {
            if (sent) {
                PlanReferences.require(entry.path("jsonSchema"));
            }
            return new PlanRule(type, keyed ? Optional.of(key.textValue()) : Optional.empty(), entry.path("jsonSchema"),
                    PlanSchema.compile(entry.path("jsonSchema"), patterns));
        } catch (Invalid e) {
            throw new Invalid(where + ".jsonSchema: " + e.getMessage());
        }
    }

    /** As stored, as answered, and as {@link #read} reads it. */
    static ObjectNode write(TrackingPlan plan) {
        ObjectNode json = Json.object().put("name", plan.name()).put("onViolation", plan.onViolation().text())
                .put("onUnplannedEvent", plan.onUnplanned().text());
        ArrayNode rules = json.putArray("rules");
        for (PlanRule rule : plan.rules()) {
            ObjectNode one = rules.addObject().put("type", rule.type().name());
            rule.key().ifPresent(key -> one.put("key", key));
            one.set("jsonSchema", rule.json());
        }
        return json;
    }
}
