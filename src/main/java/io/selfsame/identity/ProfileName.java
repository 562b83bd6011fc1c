package io.selfsame.identity;

import io.selfsame.identity.ids.ProfileId;
import java.util.List;
import java.util.Optional;

/**
 * What a new profile is called in drawings of the graph, as long as no trait says more.
 *
 * @param from where it comes from: {@code email}, {@code user_id} or {@code segment_id}
 */
record ProfileName(String text, String from) {

    private static final int LENGTH = 100;
    private static final int END = 6;

    /** The e-mail address, else the user ID, else the end of the segment ID. */
    static ProfileName of(ProfileId profile, List<IdOutcome> outcomes) {
        return linked(outcomes, ExternalId.EMAIL).or(() -> linked(outcomes, ExternalId.USER_ID))
                .map(id -> new ProfileName(id.value().substring(0, Math.min(LENGTH, id.value().length())), id.type()))
                .orElseGet(() -> new ProfileName("…" + profile.value().substring(Math.max(0,
                        profile.value().length() - END)), "segment_id"));
    }

    private static Optional<ExternalId> linked(List<IdOutcome> outcomes, String type) {
        return outcomes.stream().filter(IdOutcome.Linked.class::isInstance).map(IdOutcome::id)
                .filter(id -> id.type().equals(type)).findFirst();
    }
}
