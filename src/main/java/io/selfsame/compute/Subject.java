package io.selfsame.compute;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that definitions may ask about someone: the whole merged subgraph, taken together. Immutable. */
sealed interface Subject {

    /** The canonical {@code segment_id}, or the key of the account. */
    String id();

    /** Custom traits after merging, by name. */
    Map<String, JsonNode> traits();

    /**
     * A person.
     *
     * @param idTypes the types of all external IDs
     * @param events in order of time, then of the ledger
     * @param accounts keys of the accounts the person belongs to
     */
    record Person(String id, Set<String> idTypes, List<Occurrence> events, Map<String, JsonNode> traits,
            Set<String> accounts) implements Subject {}

    /** An account, with the canonical people who belong to it. */
    record Account(String id, Map<String, JsonNode> traits, List<Person> people) implements Subject {}
}
