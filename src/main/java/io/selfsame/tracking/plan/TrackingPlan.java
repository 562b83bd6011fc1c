package io.selfsame.tracking.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.selfsame.error.Invalid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tracking plan of a write key: what its events have to look like. Immutable and thread safe.
 */
public final class TrackingPlan {

    /** The code of an event that breaks a rule. */
    public static final String BROKEN = "tracking_plan_violation";

    /** The code of a track call that no rule names. */
    public static final String UNPLANNED = "unplanned_event";

    /** Problems of one event that are looked at. */
    private static final int MOST = 20;

    /** Characters of a message. */
    private static final int LONGEST = 400;

    /** Stands for the events of a type that no rule names. */
    private static final String ANY = "";

    private final String name;
    private final PlanMode onViolation;
    private final PlanMode onUnplanned;
    private final List<PlanRule> rules;

    /** The rules of the events that are named, and of the others of each type. */
    private final Map<String, List<PlanRule>> byEvent;

    /**
     * What an event breaks.
     *
     * @param code {@link #BROKEN} or {@link #UNPLANNED}
     * @param field the path to the part; empty for the event itself
     * @param value what stands there
     * @param message of which event, and what is wrong, as a clause
     */
    public record Finding(String code, String field, JsonNode value, String message) {}

    /**
     * A plan.
     *
     * @param onViolation what becomes of events that break a rule; never {@link PlanMode#TAKE}
     * @param onUnplanned what becomes of track calls that no rule names
     */
    TrackingPlan(String name, PlanMode onViolation, PlanMode onUnplanned, List<PlanRule> rules) {
        this.name = name;
        this.onViolation = onViolation;
        this.onUnplanned = onUnplanned;
        this.rules = List.copyOf(rules);
        this.byEvent = byEvent(rules);
    }

    String name() {
        return name;
    }

    PlanMode onViolation() {
        return onViolation;
    }

    PlanMode onUnplanned() {
        return onUnplanned;
    }

    List<PlanRule> rules() {
        return rules;
    }

    /** As the graph has it. */
    static TrackingPlan stored(JsonNode plan) {
        try {
            return TrackingPlanJson.stored(plan);
        } catch (Invalid e) {
            // No sender of events can mend it.
            throw new IllegalStateException("A stored tracking plan cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, List<PlanRule>> byEvent(List<PlanRule> rules) {
        Map<String, List<PlanRule>> byEvent = new HashMap<>();
        for (PlanRule.RuleType type : PlanRule.RuleType.values()) {
            byEvent.put(place(type, ANY), rules.stream().filter(rule -> rule.isFor(type, Optional.empty())).toList());
        }
        rules.forEach(named -> named.key().ifPresent(key -> byEvent.computeIfAbsent(place(named.type(), key),
                place -> rules.stream().filter(rule -> rule.isFor(named.type(), Optional.of(key))).toList())));
        return byEvent;
    }

    private static String place(PlanRule.RuleType type, String name) {
        return type + "/" + name;
    }

    /**
     * Compares an event with the plan.
     *
     * @param message as it was sent, with its {@code type}, completed by its batch
     * @param type one of the six calls
     * @param effort what may be spent on the events of the request; less is left then
     * @return what is to be noted of it
     * @throws Invalid if it is blocked
     */
    public List<Finding> check(JsonNode message, String type, PlanEffort effort) {
        PlanRule.RuleType sent = PlanRule.RuleType.of(type).orElse(PlanRule.RuleType.COMMON);
        String event = switch (sent) {
            case TRACK -> message.path("event").asText("");
            case PAGE, SCREEN -> message.path("name").asText("");
            case IDENTIFY, GROUP, ALIAS, COMMON -> ANY;
        };
        List<PlanRule> its = byEvent.getOrDefault(place(sent, event), List.of());
        boolean planned = sent != PlanRule.RuleType.TRACK || its.stream().anyMatch(rule -> rule.type() == sent);
        if (its.isEmpty()) {
            its = byEvent.getOrDefault(place(sent, ANY), List.of());
            planned |= its.stream().anyMatch(rule -> rule.type() == sent);
        }
        String shown = event.isEmpty() ? type : event;
        List<Finding> findings = new ArrayList<>();
        if (!planned) {
            report(findings, onUnplanned, List.of(new Finding(UNPLANNED, "event", message.path("event"),
                    bounded("The tracking plan '" + name + "' has no event '" + shown + "'"))));
        }
        List<Finding> broken = new ArrayList<>();
        for (PlanRule rule : its) {
            if (broken.size() == MOST) {
                break;
            }
            for (PlanSchema.Problem problem : rule.schema().problems(message, effort)) {
                if (broken.size() < MOST) {
                    broken.add(new Finding(BROKEN, problem.field(),
                            problem.value().isMissingNode() ? NullNode.getInstance() : problem.value(),
                            bounded(shown + ": " + problem.problem())));
                }
            }
        }
        report(findings, onViolation, broken);
        return findings;
    }

    private void report(List<Finding> findings, PlanMode mode, List<Finding> found) {
        if (found.isEmpty()) {
            return;
        }
        switch (mode) {
            case TAKE -> {
            }
            case NOTE -> findings.addAll(found);
            case BLOCK -> {
                Finding first = found.getFirst();
                String more = found.size() == 1 ? "" : " (and " + (found.size() - 1) + " more)";
                throw new Invalid(first.code(), first.code().equals(UNPLANNED)
                        ? first.message()
                        : bounded("The tracking plan '" + name + "' is broken by "
                                + (first.field().isEmpty() ? "" : first.field() + " of ") + first.message()) + more);
            }
        }
    }

    private static String bounded(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
