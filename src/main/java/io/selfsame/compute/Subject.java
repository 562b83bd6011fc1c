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

    /** What of it could not be read. */
    Gaps gaps();

    /**
     * All events of one name, in order of time.
     *
     * @throws Watch.Failure if they could not be read
     */
    List<Occurrence> events(String name);

    /**
     * A person.
     *
     * @param idTypes the types of all external IDs
     * @param byName events by name, each list in order of time
     * @param accounts keys of the accounts the person belongs to
     * @param gaps what of them could not be read
     */
    record Person(String id, Set<String> idTypes, Map<String, List<Occurrence>> byName, Map<String, JsonNode> traits,
            Set<String> accounts, Gaps gaps) implements Subject {

        Person(String id, Set<String> idTypes, Map<String, List<Occurrence>> byName, Map<String, JsonNode> traits,
                Set<String> accounts) {
            this(id, idTypes, byName, traits, accounts, Gaps.NONE);
        }

        Person with(Map<String, JsonNode> otherTraits, Set<String> otherAccounts, Gaps otherGaps) {
            return new Person(id, idTypes, byName, otherTraits, otherAccounts, otherGaps);
        }

        /** What they are reckoned to take in memory, in events with one short value. */
        long weight() {
            return Memory.PERSON + byName.values().stream().flatMap(List::stream).mapToLong(Occurrence::weight).sum()
                    + traits.values().stream().mapToLong(Allowance::weight).sum()
                    + Allowance.weight(accounts) + Allowance.weight(idTypes);
        }

        @Override
        public List<Occurrence> events(String name) {
            gaps.requireEvents(id, name);
            return byName.getOrDefault(name, List.of());
        }
    }

    /** An account, with the canonical people who belong to it. */
    record Account(String id, Map<String, JsonNode> traits, List<Person> people, Gaps gaps) implements Subject {

        Account(String id, Map<String, JsonNode> traits, List<Person> people) {
            this(id, traits, people, Gaps.NONE);
        }

        @Override
        public List<Occurrence> events(String name) {
            List<Occurrence> all = new ArrayList<>();
            people.forEach(person -> all.addAll(person.events(name)));
            all.sort(Occurrence.TIME);
            return all;
        }
    }
}
