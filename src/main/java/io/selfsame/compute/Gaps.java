package io.selfsame.compute;

import java.util.Map;

/**
 * What of somebody could not be read, and why: definitions that ask for it fail of them, and others do not. Immutable.
 *
 * @param events by name: a clause, like "cannot be read"
 * @param traits by name, likewise
 */
record Gaps(Map<String, String> events, Map<String, String> traits) {

    static final Gaps NONE = new Gaps(Map.of(), Map.of());

    Gaps {
        events = Map.copyOf(events);
        traits = Map.copyOf(traits);
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
