package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The results that the graph has for a person or an account before a refresh. Immutable.
 *
 * @param results by the id of the definition; JSON null where a value is gone
 * @param in ids of audiences
 * @param due when to evaluate again, by the id of the definition
 * @param held ids of definitions with a result on a profile that was merged into this one
 * @param left keys of values that deleted definitions have left
 * @param retries ids of definitions that failed and will be tried again
 * @param strayDue whether a merged profile still has a time to be evaluated by itself
 */
public record StoredResults(Map<String, JsonNode> results, Set<String> in, Map<String, Instant> due, Set<String> held,
        Set<String> left, Set<String> retries, boolean strayDue) {

    /** Whether readers see a stored value under the key of a definition. */
    public boolean hasHeld(Definition definition) {
        return results.containsKey(definition.id()) || held.contains(definition.id())
                || left.contains(definition.key());
    }

    /** The value that readers see; null if a deleted definition has left it. */
    public @Nullable JsonNode before(Definition definition) {
        return results.getOrDefault(definition.id(), left.contains(definition.key()) ? null : NullNode.getInstance());
    }
}
