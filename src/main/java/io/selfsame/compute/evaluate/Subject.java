package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person or an account with everything that definitions may ask about it: the whole merged subgraph. Immutable. */
public sealed interface Subject {

    /** The canonical profile, or the account. */
    Owner id();

    /** Custom traits after merging, by name. */
    Map<String, JsonNode> traits();

    /** What of it could not be read. */
    UnreadableParts unreadable();

    /**
     * All events of one name, in order of time.
     *
     * @throws RunControl.EvaluationFailure if they could not be read
     */
    List<PersonEvent> events(String name);

    /**
     * A person.
     *
     * @param idTypes the types of all external IDs
     * @param byName events by name, each list in order of time
     * @param accounts those the person belongs to
     * @param unreadable what of them could not be read
     * @param createdAt when the first of their profiles was created; null if that was not asked for
     */
    record Person(ProfileId id, Set<String> idTypes, Map<String, List<PersonEvent>> byName,
            Map<String, JsonNode> traits, Set<AccountKey> accounts, UnreadableParts unreadable,
            @Nullable Instant createdAt) implements Subject {

        public Person(ProfileId id, Set<String> idTypes, Map<String, List<PersonEvent>> byName,
                Map<String, JsonNode> traits, Set<AccountKey> accounts, UnreadableParts unreadable) {
            this(id, idTypes, byName, traits, accounts, unreadable, null);
        }

        public Person(ProfileId id, Set<String> idTypes, Map<String, List<PersonEvent>> byName,
                Map<String, JsonNode> traits, Set<AccountKey> accounts) {
            this(id, idTypes, byName, traits, accounts, UnreadableParts.NONE);
        }

        public Person with(Map<String, JsonNode> otherTraits, Set<AccountKey> otherAccounts,
                UnreadableParts otherGaps) {
            return new Person(id, idTypes, byName, otherTraits, otherAccounts, otherGaps, createdAt);
        }

        public Person withEvents(Map<String, List<PersonEvent>> otherEvents, UnreadableParts otherGaps) {
            return new Person(id, idTypes, otherEvents, traits, accounts, otherGaps, createdAt);
        }

        /**
         * Whether a definition counts this person.
         *
         * @param needs as of {@link Definition}
         */
        public boolean counts(Set<String> needs) {
            return needs.isEmpty() || idTypes.stream().anyMatch(needs::contains);
        }

        /** Estimated memory, in events with one short value. */
        public long weight() {
            return MemoryAllowance.PERSON
                    + byName.values().stream().flatMap(List::stream).mapToLong(PersonEvent::weight).sum()
                    + traits.values().stream().mapToLong(MemoryAllowance::weight).sum()
                    + MemoryAllowance.weightOf(accounts) + MemoryAllowance.weight(idTypes);
        }

        @Override
        public List<PersonEvent> events(String name) {
            unreadable.requireEvents(id, name);
            return byName.getOrDefault(name, List.of());
        }
    }

    /** An account, with the canonical people who belong to it. */
    record Account(AccountKey id, Map<String, JsonNode> traits, List<Person> people,
            UnreadableParts unreadable) implements Subject {

        Account(AccountKey id, Map<String, JsonNode> traits, List<Person> people) {
            this(id, traits, people, UnreadableParts.NONE);
        }

        /**
         * The account with those of its people whom a definition counts.
         *
         * @param needs as of {@link Definition}
         */
        public Account counting(Set<String> needs) {
            return needs.isEmpty()
                    ? this
                    : new Account(id, traits, people.stream().filter(person -> person.counts(needs)).toList(),
                            unreadable);
        }

        @Override
        public List<PersonEvent> events(String name) {
            List<PersonEvent> all = new ArrayList<>();
            people.forEach(person -> all.addAll(person.events(name)));
            all.sort(PersonEvent.TIME);
            return all;
        }
    }
}
