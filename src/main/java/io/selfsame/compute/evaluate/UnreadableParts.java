package io.selfsame.compute.evaluate;

import io.selfsame.identity.ids.Owner;
import io.selfsame.query.Events;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a person or an account that could not be read, with the reasons. Definitions that ask for them fail, others do
 * not. Immutable.
 *
 * @param events by name: a clause, like "cannot be read"
 * @param traits by name, as for events
 */
public record UnreadableParts(Map<String, String> events, Map<String, String> traits) {

    /** The reason for stored data that is damaged. */
    public static final String UNREADABLE = "cannot be read: what is stored of it is damaged";

    public static final UnreadableParts NONE = new UnreadableParts(Map.of(), Map.of());

    public UnreadableParts {
        events = Map.copyOf(events);
        traits = Map.copyOf(traits);
    }

    /** One of the reasons as a sentence; empty if there is none. */
    public Optional<String> any() {
        return events.entrySet().stream().map(gap -> "Its " + named(gap.getKey()) + " " + gap.getValue())
                .findFirst().or(() -> traits.entrySet().stream()
                        .map(gap -> "Its trait('" + gap.getKey() + "') " + gap.getValue()).findFirst());
    }

    /** The parts of both. */
    public UnreadableParts and(UnreadableParts other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        Map<String, String> allEvents = new HashMap<>(events);
        allEvents.putAll(other.events);
        Map<String, String> allTraits = new HashMap<>(traits);
        allTraits.putAll(other.traits);
        return new UnreadableParts(allEvents, allTraits);
    }

    public boolean isNone() {
        return events.isEmpty() && traits.isEmpty();
    }

    /** @throws RunControl.EvaluationFailure if events of that name could not be read */
    void requireEvents(Owner owner, String name) {
        String why = events.get(name);
        if (why != null) {
            throw failure(named(name), owner, why);
        }
    }

    private static String named(String events) {
        return events.equals(Events.ANY) ? "events of all names" : "events '" + events + "'";
    }

    /** @throws RunControl.EvaluationFailure if the trait could not be read */
    void requireTrait(Owner owner, String name) {
        String why = traits.get(name);
        if (why != null) {
            throw failure("trait('" + name + "')", owner, why);
        }
    }

    private static RunControl.EvaluationFailure failure(String what, Owner owner, String why) {
        return new RunControl.EvaluationFailure("asks for " + what + " of " + owner + ", which " + why);
    }
}
