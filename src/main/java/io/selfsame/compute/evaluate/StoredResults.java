package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the graph says of somebody's results, before a refresh. Immutable.
 *
 * @param results by the id of the definition; JSON null where a value is gone
 * @param in ids of audiences
 * @param due when to look again, by the id of the definition
 * @param held ids of definitions of which a profile that was merged into this one has had a result
 * @param left keys under which earlier definitions, which are no more, have left values
 * @param retries ids of definitions that failed, and are due to be tried again
 * @param strayDue whether such a profile is still to be looked at by itself
 */
public record StoredResults(Map<String, JsonNode> results, Set<String> in, Map<String, Instant> due, Set<String> held,
        Set<String> left, Set<String> retries, boolean strayDue) {

    /** Whether readers see a value under the key of the definition that it has to answer for. */
    public boolean hasHeld(Definition definition) {
        return results.containsKey(definition.id()) || held.contains(definition.id())
                || left.contains(definition.key());
    }

    /** What readers see of it; null if that is the value of an earlier one. */
    public @Nullable JsonNode before(Definition definition) {
        return results.getOrDefault(definition.id(), left.contains(definition.key()) ? null : NullNode.getInstance());
    }
}
