package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.selfsame.identity.ids.ProfileId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one event has changed of who people are, as the ledger has it. Immutable, unless somebody changes the identifiers.
 *
 * @param seq its place in the ledger
 * @param messageId of the event
 * @param at when the event took place
 * @param person the canonical profile afterwards; empty if the event was refused
 * @param identifiers of the event with what became of each, as the list of decisions shows them
 * @param merges child and parent of each merge, in order
 * @param rulesVersion the rules by which it was decided
 */
public record IdentityChange(Kind kind, long seq, String messageId, Instant at, Optional<ProfileId> person,
        ArrayNode identifiers, List<Merge> merges, int rulesVersion) {

    /** What the event did, above all. */
    public enum Kind {
        /** A new person. */
        CREATED("created", "Identity Created"),
        /** A known person has got external IDs. */
        LINKED("linked", "Identity Linked"),
        /** Several people are one. */
        MERGED("merged", "Identity Merged"),
        /** External IDs were refused, or the whole event. */
        REFUSED("refused", "Identity Refused");

        private final String word;
        private final String event;

        Kind(String word, String event) {
            this.word = word;
            this.event = event;
        }

        /** As messages have it. */
        public String word() {
            return word;
        }

        /** The name of the event in track calls. */
        public String event() {
            return event;
        }
    }

    /**
     * A merge.
     *
     * @param via the ID that tied them
     * @param rule of its type, in words
     */
    public record Merge(ProfileId child, ProfileId parent, Optional<String> via, Optional<String> rule) {}

    public IdentityChange {
        merges = List.copyOf(merges);
    }
}
