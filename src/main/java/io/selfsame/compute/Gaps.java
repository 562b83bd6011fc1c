package io.selfsame.compute;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What of somebody could not be read, and why: definitions that ask for it fail of them, and others do not. Immutable.
 *
 * @param events by name: a clause, like "cannot be read"
 * @param traits by name, likewise
 */
record Gaps(Map<String, String> events, Map<String, String> traits) {

    /** Of what is stored, and is not as it was written. */
    static final String UNREADABLE = "cannot be read: what is stored of it is damaged";

    static final Gaps NONE = new Gaps(Map.of(), Map.of());

    Gaps {
        events = Map.copyOf(events);
        traits = Map.copyOf(traits);
    }

    /** One of them as a sentence; empty if there is none. */
    Optional<String> any() {
        return events.entrySet().stream().map(gap -> "Its events '" + gap.getKey() + "' " + gap.getValue())
                .findFirst().or(() -> traits.entrySet().stream()
                        .map(gap -> "Its trait('" + gap.getKey() + "') " + gap.getValue()).findFirst());
    }

    /** Both. */
    Gaps and(Gaps other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        Map<String, String> allEvents = new HashMap<>(events);
        allEvents.putAll(other.events);
        Map<String, String> allTraits = new HashMap<>(traits);
        allTraits.putAll(other.traits);
        return new Gaps(allEvents, allTraits);
    }

    boolean isNone() {
        return events.isEmpty() && traits.isEmpty();
    }

    /** @throws Watch.Failure if events of that name could not be read */
    void requireEvents(String owner, String name) {
        String why = events.get(name);
        if (why != null) {
            throw failure("events '" + name + "'", owner, why);
        }
    }

    /** @throws Watch.Failure if the trait could not be read */
    void requireTrait(String owner, String name) {
        String why = traits.get(name);
        if (why != null) {
            throw failure("trait('" + name + "')", owner, why);
        }
    }

    private static Watch.Failure failure(String what, String owner, String why) {
        return new Watch.Failure("asks for " + what + " of " + owner + ", which " + why);
    }
}
