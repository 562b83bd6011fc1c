package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that a destination is to be told of a person. Immutable.
 *
 * @param key of its node in the graph
 * @param position its place among the changes of the space: a later change of the same person has a greater one
 * @param owner the profile that it was found of; it may have been merged since
 * @param about the definition that changed; of what stands in the ledger, no ID and a name for people
 * @param what what became of it
 * @param at when it was found
 * @param notedAt since when it waits
 * @param again whether it is a state that the destination may know already: it goes to whoever does not
 * @param tried names of the addresses that an earlier attempt was for
 * @param attempts how often it was tried
 * @param done what was delivered in earlier attempts: names of {@link Message#name()}
 */
public record Change(String key, long position, ProfileId owner, DefinitionRef about, What what, Instant at,
        Instant notedAt, boolean again, Set<String> tried, int attempts, Set<String> done) {

    /**
     * The definition of a change.
     *
     * @param id {@code aud_…} or {@code tra_…}
     * @param key the name of its trait
     */
    public record DefinitionRef(String id, String key) {}

    /** What happened. */
    public sealed interface What {

        /** A result of a definition has changed. */
        sealed interface OfDefinition extends What {}

        /** Something stands in the ledger. It is told once, to whoever wants it, whatever external IDs the person has. */
        sealed interface OfLedger extends What {}

        /** Somebody is in an audience now. */
        record Entered() implements OfDefinition {}

        /** Somebody is not in an audience any more. */
        record Exited() implements OfDefinition {}

        /** A computed trait has another value; JSON null: it has none any more. */
        record Computed(JsonNode value) implements OfDefinition {}

        /**
         * Somebody did something.
         *
         * @param seq its place in the ledger
         * @param person the canonical profile when the event was resolved
         * @param outcome {@code created}, {@code attached} or {@code merged}
         * @param body the message, as it was received
         */
        record Event(long seq, ProfileId person, String outcome, ObjectNode body) implements OfLedger {}

        /** It is known otherwise who somebody is. */
        record Identity(IdentityChange change) implements OfLedger {}

        /**
         * Two people are one, which is told after a while.
         *
         * @param merge as it was decided
         * @param at when it was made; empty if it was undone since
         * @param ids of the child, which are to be those of the parent
         * @param userId the first user ID of the person whom the child was merged into
         */
        record Alias(long seq, IdentityChange.Merge merge, String messageId, Optional<Instant> at, List<ExternalId> ids,
                Optional<String> userId) implements OfLedger {

            public Alias {
                ids = List.copyOf(ids);
            }
        }

        /**
         * It is not told, and nothing else in its place.
         *
         * @param why for people
         */
        record Withheld(String why) implements What {}

        /** The ledger has no such entry any more. */
        record Forgotten() implements OfLedger {}
    }

    public Change {
        tried = Set.copyOf(tried);
        done = Set.copyOf(done);
    }
}
