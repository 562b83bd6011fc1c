package io.selfsame.compute.refresh;

import io.selfsame.compute.evaluate.Definition;
import java.util.Collection;
import java.util.List;

/**
 * A definition between two changes of what is evaluated.
 *
 * @param id the id of the {@link Definition}
 * @param version its version
 */
public record DefinitionVersion(String id, int version) {

    static DefinitionVersion of(Definition definition) {
        return new DefinitionVersion(definition.id(), definition.version());
    }

    /**
     * Reads {@code id:version}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static DefinitionVersion parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is no version of a definition");
        }
        return new DefinitionVersion(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** The texts of some, as Cypher parameters take them. */
    public static List<String> texts(Collection<DefinitionVersion> some) {
        return some.stream().map(DefinitionVersion::toString).toList();
    }

    @Override
    public String toString() {
        return id + ":" + version;
    }
}
