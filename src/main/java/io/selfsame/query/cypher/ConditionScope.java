package io.selfsame.query.cypher;

import io.selfsame.query.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a condition is read: of whom, of which event, and which event's {@code where} stands around that one's. Gathers
 * the steps that must come before the condition. Not thread safe.
 *
 * @param subject of whom
 * @param event the variable of the event at hand
 * @param parent the variable of the event that the enclosing {@code where} filters
 * @param steps clauses whose variables the condition uses
 */
record ConditionScope(ScopeSubject subject, Optional<String> event, Optional<String> parent, List<String> steps) {

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
        return new ConditionScope(subject, Optional.empty(), Optional.empty(), subject.steps());
    }

    /** Inside the {@code where} of an event. */
    ConditionScope inside(String inner) {
        return new ConditionScope(subject, Optional.of(inner), event, new ArrayList<>());
    }

    /** The steps so far, which are then forgotten. */
    List<String> takeSteps() {
        List<String> taken = List.copyOf(steps);
        steps.clear();
        return taken;
    }
}
