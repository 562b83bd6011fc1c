package io.selfsame.compute.evaluate;

import java.util.Collection;
import java.util.List;

/**
 * A definition as it was evaluated from one change to the next.
 *
 * @param id as of {@link Definition}
 * @param version likewise
 */
public record DefinitionVersion(String id, int version) {

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
