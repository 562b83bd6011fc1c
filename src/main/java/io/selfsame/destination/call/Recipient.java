package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A person as messages about them need to know. Immutable.
 *
 * @param root their canonical profile
 * @param ids external IDs, in the order in which they were linked
 * @param enrichment traits that go along with each message
 * @param consent the categories that they consent to, of those that the destination asks for
 * @param told what the destination knows, by the ID of the definition
 */
public record Recipient(ProfileId root, List<ExternalId> ids, ObjectNode enrichment, Set<String> consent,
        Map<String, Told> told) {

    public Recipient {
        ids = List.copyOf(ids);
        consent = Set.copyOf(consent);
        told = Map.copyOf(told);
    }

    /** Whether it is an account: then its group ID is the first of the IDs, and the others are those of somebody who belongs to it. */
    boolean isAccount() {
        return !ids.isEmpty() && ids.getFirst().type().equals(ExternalId.GROUP_ID);
    }

    /** The same with traits that go along. */
    public Recipient with(ObjectNode traits) {
        return new Recipient(root, ids, traits, consent, told);
    }

    /** What the destination knows of a definition. */
    public Told told(String definition) {
        return told.getOrDefault(definition, Told.NOTHING);
    }
}
