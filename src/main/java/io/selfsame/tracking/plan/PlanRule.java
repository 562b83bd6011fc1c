package io.selfsame.tracking.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a plan says of some events. Immutable.
 *
 * @param key the name of the event, or of the page or screen; empty: every one of the type
 * @param json the schema as it was sent
 * @param schema the same, compiled
 */
record PlanRule(RuleType type, Optional<String> key, JsonNode json, PlanSchema schema) {

    /** The events of a rule, in the words of Segment's tracking plans. */
    enum RuleType {
        TRACK,
        IDENTIFY,
        GROUP,
        PAGE,
        SCREEN,
        ALIAS,
        /** Events of every type. */
        COMMON;

        static Optional<RuleType> of(String text) {
            return Stream.of(values()).filter(type -> type.name().equals(text.toUpperCase(Locale.ROOT))).findFirst();
        }

        /** Whether its events have names. */
        boolean isNamed() {
            return this == TRACK || this == PAGE || this == SCREEN;
        }
    }

    boolean isFor(RuleType sent, Optional<String> name) {
        return (type == RuleType.COMMON || type == sent) && (key.isEmpty() || key.equals(name));
    }
}
