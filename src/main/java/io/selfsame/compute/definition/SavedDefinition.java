package io.selfsame.compute.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.evaluate.Definition;
import java.time.Instant;
import java.util.Optional;

/**
 * A definition as it is kept: what is evaluated, and what people have said about it. Immutable, unless somebody changes
 * the options.
 *
 * @param text the query as it was written
 * @param options as they came
 * @param problem why the text is not understood, though it once was: of another version, or changed by hand. The definition's query
 *     stands in for it then, and is never evaluated
 * @param error why the last refresh failed of it
 * @param stuck why it is not kept right, though nothing is wrong with itself: the refresh of the space fails again and again, or is
 *     far behind
 * @param createdBy the id of a management token
 */
public record SavedDefinition(Definition definition, String name, String description, boolean enabled, String text,
        ObjectNode options, Optional<String> problem, DefinitionStatus status, Optional<String> error,
        Optional<String> stuck,
        Instant createdAt,
        Instant updatedAt,
        String createdBy, String updatedBy) {

    public String id() {
        return definition.id();
    }

    String key() {
        return definition.key();
    }

    /** Whether this is its id or its key. */
    boolean isNamed(String name) {
        return id().equals(name) || key().equals(name);
    }

    DefinitionKind kind() {
        return DefinitionKind.of(definition.query());
    }
}
