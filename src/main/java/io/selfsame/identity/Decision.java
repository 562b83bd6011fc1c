package io.selfsame.identity;

import io.selfsame.identity.ids.ProfileId;
import java.util.List;
import java.util.Optional;

/** What one event does to the graph. Made by {@link Resolver}, written by {@link IdentityStore}. */
public sealed interface Decision {

    /** One entry for each external ID of the event, in the order of extraction. */
    List<IdOutcome> outcomes();

    /** No ID was known: a new person. */
    record Created(ProfileId profile, List<IdOutcome> outcomes) implements Decision {}

    /** All known IDs belong to one person; {@code profile} is the one of that person's profiles that takes the event. */
    record Attached(ProfileId profile, List<IdOutcome> outcomes) implements Decision {}

    /** Several people turn out to be one: each of {@code merges} becomes a child of the first created. */
    record Merged(ProfileId profile, List<Merge> merges, List<IdOutcome> outcomes) implements Decision {}

    /** No ID was left. */
    record Refused(List<IdOutcome> outcomes) implements Decision {

        /** The code on the wire and in the ledger. */
        public String code() {
            return outcomes.stream().anyMatch(IdOutcome.NotAllowed.class::isInstance)
                    ? IdOutcome.NotAllowed.CODE
                    : "no_identifiers";
        }
    }

    /**
     * One edge, child to parent.
     *
     * @param via the event's highest-precedence ID that belongs to the parent: what drew the child in. Where one ID
     *     glues a blob together, it recurs here
     */
    record Merge(ProfileId child, ProfileId parent, ExternalId via) {}

    /** The profile that takes the event; none if it is refused. */
    default Optional<ProfileId> eventProfile() {
        return switch (this) {
            case Created d -> Optional.of(d.profile());
            case Attached d -> Optional.of(d.profile());
            case Merged d -> Optional.of(d.profile());
            case Refused d -> Optional.empty();
        };
    }

    /** The name on the wire and in the ledger. */
    default String outcome() {
        return switch (this) {
            case Created d -> "created";
            case Attached d -> "attached";
            case Merged d -> "merged";
            case Refused d -> "refused";
        };
    }
}
