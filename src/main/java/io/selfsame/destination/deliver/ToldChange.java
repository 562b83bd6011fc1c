package io.selfsame.destination.deliver;

import io.selfsame.destination.call.Change;
import io.selfsame.destination.call.Told;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How what a destination knows of a person and a definition changes. Immutable.
 *
 * @param audience whether the definition is an audience
 * @param added external IDs that know it now
 * @param removed external IDs that do not any more
 * @param value a digest of what those that were added know
 */
record ToldChange(Change.DefinitionRef about, boolean audience, Set<String> added, Set<String> removed,
        Optional<String> value) {

    ToldChange {
        added = Set.copyOf(added);
        removed = Set.copyOf(removed);
    }

    /** Empty if it is the same. */
    static Optional<ToldChange> between(Change.DefinitionRef about, boolean audience, Told before, Told after) {
        Set<String> removed = new HashSet<>(before.ids());
        removed.removeAll(after.ids());
        Set<String> added = new HashSet<>(after.ids());
        if (after.value().equals(before.value())) {
            added.removeAll(before.ids());
        }
        return added.isEmpty() && removed.isEmpty()
                ? Optional.empty()
                : Optional.of(new ToldChange(about, audience, added, removed, after.value()));
    }
}
