package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.ids.ProfileId;
import java.util.List;
import java.util.Set;

/**
 * One message to a destination.
 *
 * @param name the call and whom it is for, such as {@code identify user_id:u-1}: unique among the messages of a change
 * @param person the canonical profile
 * @param address whom it is for, such as {@code user_id:u-1}
 * @param body a Segment message
 * @param tells external IDs that the destination knows of once it has taken the message
 * @param taken parts of it that the receiver has taken in earlier attempts, in the words of whoever brought it: of a tool that does several
 *     things about one message
 */
public record Message(String name, ProfileId person, String address, ObjectNode body, List<String> tells,
        Set<String> taken) {

    public Message {
        tells = List.copyOf(tells);
        taken = Set.copyOf(taken);
    }

    /** One of which nothing was taken. */
    public Message(String name, ProfileId person, String address, ObjectNode body, List<String> tells) {
        this(name, person, address, body, tells, Set.of());
    }

    /** The same with parts that were taken. */
    public Message having(Set<String> parts) {
        return parts.isEmpty() ? this : new Message(name, person, address, body, tells, parts);
    }
}
