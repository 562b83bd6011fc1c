package io.selfsame.compute;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that definitions may ask about someone: the whole merged subgraph, taken together. Immutable. */
sealed interface Subject {

    /** The canonical {@code segment_id}, or the key of the account. */
    String id();

    /** Custom traits after merging, by name. */
    Map<String, JsonNode> traits();

    /** All events of one name, in order of time. */
    List<Occurrence> events(String name);

    /**
     * A person.
     *
     * @param idTypes the types of all external IDs
     * @param byName events by name, each list in order of time
     * @param accounts keys of the accounts the person belongs to
     */
    record Person(String id, Set<String> idTypes, Map<String, List<Occurrence>> byName, Map<String, JsonNode> traits,
            Set<String> accounts) implements Subject {

        Person with(Map<String, JsonNode> otherTraits, Set<String> otherAccounts) {
            return new Person(id, idTypes, byName, otherTraits, otherAccounts);
        }

        @Override
        public List<Occurrence> events(String name) {
            return byName.getOrDefault(name, List.of());
        }
    }

    /** An account, with the canonical people who belong to it. */
    record Account(String id, Map<String, JsonNode> traits, List<Person> people) implements Subject {

        @Override
        public List<Occurrence> events(String name) {
            List<Occurrence> all = new ArrayList<>();
            people.forEach(person -> all.addAll(person.events(name)));
            all.sort(Occurrence.TIME);
            return all;
        }
    }
}
