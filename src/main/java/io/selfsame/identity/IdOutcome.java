package io.selfsame.identity;

import io.selfsame.identity.ids.ProfileId;
import java.util.List;

/** What became of one external ID of one event. */
public sealed interface IdOutcome {

    /** The ID, normalised. */
    ExternalId id();

    /** New: it now identifies the profile that took the event. */
    record Linked(ExternalId id) implements IdOutcome {}

    /** It identified one of the person's profiles before. */
    record Known(ExternalId id) implements IdOutcome {}

    /** It would have broken a rule, and had the lowest precedence of those left. */
    record Dropped(ExternalId id, Violation violation) implements IdOutcome {}

    /**
     * It is on the block list.
     *
     * @param by the value or pattern of the list
     */
    record Blocked(ExternalId id, String by) implements IdOutcome {}

    /** It is of a type that browser keys may not send, and came by one. */
    record NotAllowed(ExternalId id) implements IdOutcome {

        /** The code on the wire and in the ledger. */
        public static final String CODE = "id_not_allowed";
    }

    /** Which protection an event would have broken. */
    sealed interface Violation {

        /** Too many values of a type. */
        record LimitExceeded(IdentifierRule rule, int count) implements Violation {}

        /** Two profiles that a person has separated would have met. */
        record KeptApart(List<ProfileId> pair) implements Violation {}

        /** Too many child profiles. */
        record MergeLimit(int limit, int count) implements Violation {}

        /** Too many external IDs. */
        record IdentifierLimit(int limit, int count) implements Violation {}

        /** The code on the wire and in the ledger. */
        default String code() {
            return switch (this) {
                case LimitExceeded v -> "limit_exceeded";
                case KeptApart v -> "kept_apart";
                case MergeLimit v -> "merge_limit";
                case IdentifierLimit v -> "identifier_limit";
            };
        }
    }
}
