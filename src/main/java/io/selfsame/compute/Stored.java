package io.selfsame.compute;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the graph says of somebody's results, before a refresh. Immutable.
 *
 * @param results by the id of the definition; JSON null where a value is gone
 * @param in ids of audiences
 * @param due when to look again, by the id of the definition
 * @param held ids of definitions of which a profile that was merged into this one has had a result
 * @param retries ids of definitions that failed, and are due to be tried again
 * @param strayDue whether such a profile is still to be looked at by itself
 */
record Stored(Map<String, JsonNode> results, Set<String> in, Map<String, Instant> due, Set<String> held,
        Set<String> retries, boolean strayDue) {

    boolean hasHeld(String definition) {
        return results.containsKey(definition) || held.contains(definition);
    }
}
