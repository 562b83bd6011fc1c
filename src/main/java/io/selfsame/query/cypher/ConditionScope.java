package io.selfsame.query.cypher;

import io.selfsame.query.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a condition is read: of whom, of which event, and which events' {@code where} stand around that one's. Gathers
 * the steps that must come before the condition. Not thread safe.
 *
 * @param subject of whom
 * @param events the variables of the event at hand, of that which the enclosing {@code where} filters, and so on outwards
 * @param steps clauses whose variables the condition uses
 */
record ConditionScope(ScopeSubject subject, List<String> events, List<String> steps) {

    /**
     * A person or an account.
     *
     * @param node its variable
     * @param owners the variable with the segment IDs of all profiles whose events count
     * @param people of an account: the variable with the canonical profiles that belong to it
     * @param steps those that read traits
     * @param traits what was read
     */
    record ScopeSubject(String node, String owners, Optional<String> people, List<String> steps,
            Map<Path, ValueExpression> traits) {

        static ScopeSubject person(String node, String owners) {
            return new ScopeSubject(node, owners, Optional.empty(), new ArrayList<>(), new HashMap<>());
        }

        static ScopeSubject account(String node, String owners, String people) {
            return new ScopeSubject(node, owners, Optional.of(people), new ArrayList<>(), new HashMap<>());
        }

        boolean isAccount() {
            return people.isPresent();
        }
    }

    static ConditionScope of(ScopeSubject subject) {
        return new ConditionScope(subject, List.of(), subject.steps());
    }

    /** Inside the {@code where} of an event. */
    ConditionScope inside(String inner) {
        return new ConditionScope(subject, Stream.concat(Stream.of(inner), events.stream()).toList(),
                new ArrayList<>());
    }

    /** The event at hand; empty outside of every {@code where}. */
    Optional<String> event() {
        return events.stream().findFirst();
    }

    /**
     * The event so many levels out: 0 is the one at hand.
     *
     * @throws IllegalArgumentException if there is none
     */
    String up(int levels) {
        if (levels >= events.size()) {
            throw new IllegalArgumentException("This stands in the where of an event, or further inside");
        }
        return events.get(levels);
    }

    /**
     * The outermost event.
     *
     * @throws IllegalArgumentException if there is none
     */
    String outermost() {
        return up(Math.max(0, events.size() - 1));
    }

    /** The steps so far, which are then forgotten. */
    List<String> takeSteps() {
        List<String> taken = List.copyOf(steps);
        steps.clear();
        return taken;
    }
}
